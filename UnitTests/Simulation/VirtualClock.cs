namespace Pipeline.UnitTests.Simulation;

/// <summary>Time that goes from one event to the next, and as fast as they are handled.</summary>
internal sealed class VirtualClock
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Action, (TimeSpan Due, long Order)> _events = new();
    private long _order;

    public TimeSpan Elapsed { get; private set; }

    public DateTimeOffset Now => Epoch + Elapsed;

    public void After(TimeSpan delay, Action action) => _events.Enqueue(action, (Elapsed + delay, _order++));

    public void Run(TimeSpan span)
    {
        TimeSpan end = Elapsed + span;
        while (_events.TryPeek(out Action? action, out (TimeSpan Due, long Order) next) && next.Due <= end)
        {
            _events.Dequeue();
            Elapsed = next.Due;
            action();
        }

        Elapsed = end;
    }
}
