"""The engine has a dashboard, which nothing here uses. For each of its 60 routes the engine compiles all routes once more:
2.3 s of processor time of every start (2 cores, one run). Here it is taken to be there already."""

from process_executor import engine

_HOME = "dashboard.plugins"


def apply() -> None:
    """
    :raises LookupError: when the routes were added before
    """
    home = engine.module(_HOME)
    if home._dashboard_registered:
        raise LookupError(f"{_HOME} has added its routes before")
    home._dashboard_registered = True
