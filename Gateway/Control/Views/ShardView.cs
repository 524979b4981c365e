namespace Pipeline.Gateway.Control.Views;

/// <summary>One shard.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Processor">The processor that its thread is bound to; null when the scheduler decides.</param>
/// <param name="ProtectedPackets">Packets that left protected.</param>
/// <param name="ProtectedBytes">Their bytes.</param>
/// <param name="UnprotectedPackets">Packets that were opened and delivered.</param>
/// <param name="UnprotectedBytes">Their bytes.</param>
/// <param name="DroppedPackets">Packets dropped, whatever the reason.</param>
internal sealed record ShardView(
    int Index,
    int? Processor,
    long ProtectedPackets,
    long ProtectedBytes,
    long UnprotectedPackets,
    long UnprotectedBytes,
    long DroppedPackets);
