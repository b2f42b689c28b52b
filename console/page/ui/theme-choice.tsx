import { type Theme, useTheme } from '../lib/theme.ts';

/** Dark, light, or as the system has it. */
export function ThemeChoice() {
  const [theme, setTheme] = useTheme();
  return (
    <select
      class="small"
      aria-label="Colours"
      value={theme}
      onChange={(event) => setTheme(event.currentTarget.value as Theme)}
    >
      <option value="system">System</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  );
}
