using Pipeline.Engine.Ike;

namespace Pipeline.UnitTests.Simulation;

/// <summary>What carries datagrams: each arrives once after 10 ms, unless a test says otherwise.</summary>
internal sealed class SimulatedLink(VirtualClock clock)
{
    public static TimeSpan Latency { get; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long each copy of a datagram is on its way: none for a lost one, several for one that is doubled.</summary>
    public Func<byte[], TimeSpan[]> Fate { get; set; } = _ => [Latency];

    /// <summary>What a router does to source addresses; nothing unless there is a NAT.</summary>
    public Func<IkePath, IkePath> Translate { get; set; } = path => path;

    public List<byte[]> Seen { get; } = [];

    /// <summary>The same with when and from where to where.</summary>
    public List<(DateTimeOffset At, IkePath Path, byte[] Datagram)> Recorded { get; } = [];

    public void Carry(byte[] datagram, IkePath path, Action<byte[], IkePath> deliver)
    {
        Seen.Add(datagram);
        Recorded.Add((clock.Now, path, datagram));
        foreach (TimeSpan delay in Fate(datagram))
        {
            clock.After(delay, () => deliver(datagram, Translate(new IkePath(path.Remote, path.Local))));
        }
    }
}
