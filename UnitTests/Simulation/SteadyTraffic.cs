namespace Pipeline.UnitTests.Simulation;

/// <summary>A packet a millisecond in both directions, over the pair that was taken into use last; counts those for which nobody is ready.</summary>
internal sealed class SteadyTraffic
{
    private readonly IkeWorld _world;

    public SteadyTraffic(IkeWorld world)
    {
        _world = world;
        Send();
    }

    public int Lost { get; private set; }

    private void Send()
    {
        Send(_world.A, _world.B);
        Send(_world.B, _world.A);
        _world.Clock.After(TimeSpan.FromMilliseconds(1), Send);
    }

    private void Send(SimulatedGateway from, SimulatedGateway to)
    {
        if (from.Newest is not { } pair)
        {
            Lost++;
            return;
        }

        _world.Clock.After(SimulatedLink.Latency, () => Lost += to.Installed.ContainsKey(pair.Outbound.Spi) ? 0 : 1);
    }
}
