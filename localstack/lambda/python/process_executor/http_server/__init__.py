"""HTTP/1.1 for the engine's gateway, with a thread for each connection.

The engine's own servers read in an event loop and answer in a pool of threads. To hand each request to the pool and its answer
back took 43 % of the time in which the interpreter was busy while orders were placed. Here the thread that reads a request
also answers it. There is no TLS, no websocket and no HTTP/2: nothing here asks for them.
"""
