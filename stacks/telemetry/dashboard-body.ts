import { type Stage, shownOf } from './shown.ts';

/** What a dashboard of CloudWatch shows: its body as CloudWatch takes it. */
export interface DashboardBody {
  widgets: Widget[];
}

interface Widget {
  type: 'metric' | 'alarm' | 'text';
  x: number;
  y: number;
  width: number;
  height: number;
  properties: Record<string, unknown>;
}

/** Two to a row: the grid of CloudWatch is 24 wide. */
const WIDTH = 12;
const HEIGHT = 6;

/**
 * The same as observability/grafana/shop.json, by what CloudWatch has: metrics of the functions' own (embedded metric format),
 * summed by service, and AWS's.
 */
export function dashboardBody(stage: Stage): DashboardBody {
  return {
    widgets: shownOf(stage).map((one, index) => ({
      type: 'metric',
      x: (index % 2) * WIDTH,
      y: Math.floor(index / 2) * HEIGHT,
      width: WIDTH,
      height: HEIGHT,
      properties: {
        title: one.title,
        view: 'timeSeries',
        region: stage.region,
        period: 60,
        stat: one.stat ?? 'Sum',
        metrics: one.metrics,
        ...(one.label && { yAxis: { left: { label: one.label, min: 0 } } }),
        ...(one.annotations && { annotations: { horizontal: one.annotations } }),
      },
    })),
  };
}
