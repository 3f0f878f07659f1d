/** Milliseconds of processor time that an action took; unlike those of a clock, other processes hardly change them. */
export function processorTime(action: () => unknown): number {
  const before = process.cpuUsage()
  action()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
