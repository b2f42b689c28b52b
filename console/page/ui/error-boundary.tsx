import { Component, type ComponentChildren } from 'preact';
import { Trouble } from './states.tsx';

/** Keeps the frame when a page fails, and says so. With another `key` it begins anew. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, { message?: string }> {
  override state: { message?: string } = {};

  static override getDerivedStateFromError(thrown: unknown) {
    return { message: thrown instanceof Error ? thrown.message : String(thrown) };
  }

  override render() {
    const { message } = this.state;
    if (message === undefined) return this.props.children;
    return (
      <Trouble
        problem={{
          status: 500,
          message: `This page has failed: ${message}`,
          remedy: 'The other pages still work',
        }}
        again={() => this.setState({ message: undefined })}
      />
    );
  }
}
