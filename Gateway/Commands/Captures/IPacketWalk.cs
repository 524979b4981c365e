using Pipeline.Engine.DataPath;
using Pipeline.Engine.Packets;

namespace Pipeline.Gateway.Commands.Captures;

/// <summary>One of the two walks of a packet, as both commands see it.</summary>
internal interface IPacketWalk : IDisposable
{
    /// <summary>What it did.</summary>
    PathCounters Counters { get; }

    /// <summary>Walks a batch to its end; the batch is empty afterwards.</summary>
    void Process(PacketBatch arrivals, TimeSpan now);
}
