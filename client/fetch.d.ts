/** The one name of fetch's that browsers have and Node's types lack; the generated client uses it. */
type BodyInit = NonNullable<ConstructorParameters<typeof Response>[0]>;
