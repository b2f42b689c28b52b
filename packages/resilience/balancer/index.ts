export { Balancer, type BalancerOptions, NoInstanceAvailable } from './balancer.ts';
