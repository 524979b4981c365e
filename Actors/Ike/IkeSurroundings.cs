using Pipeline.Actors.Ike.Transport;
using Pipeline.Actors.Sa;
using Pipeline.Actors.Sharding;
using Pipeline.Crypto;
using Pipeline.Engine.Ike;

namespace Pipeline.Actors.Ike;

/// <summary>What IKE actors need from the gateway around them; the same for all.</summary>
/// <param name="Transport">Where messages leave.</param>
/// <param name="Installer">Puts SAs into service.</param>
/// <param name="Spis">Gives out SPIs.</param>
/// <param name="SpiAllocator">Takes SPIs of Child SAs back that were not needed.</param>
/// <param name="Random">Nonces and private keys.</param>
/// <param name="Time">The clock.</param>
/// <param name="ShardCount">Shards.</param>
/// <param name="Limits">Bounds of what strangers may cause.</param>
internal sealed record IkeSurroundings(
    IIkeTransport Transport,
    SaInstaller Installer,
    ISpiSource Spis,
    SpiAllocator SpiAllocator,
    IRandomSource Random,
    TimeProvider Time,
    int ShardCount,
    IkeLimits Limits);
