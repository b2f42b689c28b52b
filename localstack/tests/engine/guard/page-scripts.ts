/** The scripts of the attacker's page, as text, since their globals are a browser's. */
export const image = (source: string): string => `new Promise((resolve) => {
  const image = Object.assign(new Image(), { referrerPolicy: 'no-referrer' });
  image.onload = image.onerror = () => resolve(true);
  image.src = ${JSON.stringify(source)};
})`;

export const form = (action: string, fields: Record<string, string>): string => `(() => {
  const form = Object.assign(document.createElement('form'), { method: 'post', action: ${JSON.stringify(action)} });
  for (const [name, value] of Object.entries(${JSON.stringify(fields)}))
    form.append(Object.assign(document.createElement('input'), { name, value }));
  document.body.append(form);
  form.submit();
})()`;
