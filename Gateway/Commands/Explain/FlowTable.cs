using System.Globalization;
using Pipeline.Engine.Ike.Observation;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>Counts ESP and AH by SPI and direction. Bounded: beyond that, packets are counted as overlooked.</summary>
internal sealed class FlowTable
{
    private const int MostFlows = 65_536;

    private readonly Dictionary<(string Protocol, uint Spi, string From, string To), Flow> _flows = [];

    /// <summary>Packets of SPIs that were too many to be told apart.</summary>
    public long Overlooked { get; private set; }

    /// <summary>Takes a packet.</summary>
    public void Add(string protocol, uint spi, uint sequence, int length, (string From, string To) way, DateTime at)
    {
        if (!_flows.TryGetValue((protocol, spi, way.From, way.To), out Flow? flow))
        {
            if (_flows.Count >= MostFlows)
            {
                Overlooked++;
                return;
            }

            flow = new Flow { At = at, Lowest = sequence, Highest = sequence };
            _flows.Add((protocol, spi, way.From, way.To), flow);
        }

        flow.Packets++;
        flow.Bytes += length;
        flow.Lowest = Math.Min(flow.Lowest, sequence);
        flow.Highest = Math.Max(flow.Highest, sequence);
        flow.LastAt = at;
    }

    /// <summary>What was counted, in the order in which it was seen first.</summary>
    /// <param name="sas">IKE SAs, whose children give flows their places.</param>
    public IReadOnlyList<FlowExplanation> ToExplanations(IReadOnlyList<ObservedIkeSa> sas)
    {
        var owners = new Dictionary<uint, ulong>();
        foreach (ObservedIkeSa sa in sas)
        {
            foreach (ObservedChild child in sa.Children)
            {
                owners[child.InitiatorSpi] = sa.InitiatorSpi;
                owners[child.ResponderSpi] = sa.InitiatorSpi;
            }
        }

        return [.. _flows.Select(entry => new FlowExplanation
        {
            Protocol = entry.Key.Protocol,
            Spi = entry.Key.Spi.ToString("x8", CultureInfo.InvariantCulture),
            From = entry.Key.From,
            To = entry.Key.To,
            Packets = entry.Value.Packets,
            Bytes = entry.Value.Bytes,
            FirstSequence = entry.Value.Lowest,
            LastSequence = entry.Value.Highest,
            At = entry.Value.At,
            LastAt = entry.Value.LastAt,
            IkeSa = owners.TryGetValue(entry.Key.Spi, out ulong owner) ? owner.ToString("x16", CultureInfo.InvariantCulture) : null,
        })];
    }

    private sealed class Flow
    {
        public required DateTime At { get; init; }

        public DateTime LastAt { get; set; }

        public uint Lowest { get; set; }

        public uint Highest { get; set; }

        public long Packets { get; set; }

        public long Bytes { get; set; }
    }
}
