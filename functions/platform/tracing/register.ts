import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncContextManager } from './context-manager.ts';
import { Propagator } from './propagator.ts';
import { BatchTracerProvider } from './provider.ts';

/** Puts this project's tracer behind OpenTelemetry's API: all other code speaks that alone. */
context.setGlobalContextManager(new AsyncContextManager());
trace.setGlobalTracerProvider(new BatchTracerProvider());
propagation.setGlobalPropagator(new Propagator());
