using Pipeline.Crypto.Transforms;

namespace Pipeline.Gateway.Commands.Demo;

/// <summary>What the demo is asked to do; every value was checked.</summary>
/// <param name="Seconds">How long to send, after the warm-up.</param>
/// <param name="ShardCount">Shards of each gateway.</param>
/// <param name="PacketLength">Bytes of each packet before protection.</param>
/// <param name="Suite">How ESP protects.</param>
internal sealed record DemoOptions(int Seconds, int ShardCount, int PacketLength, PacketTransform Suite);
