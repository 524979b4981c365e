using Pipeline.Engine.Sa;

namespace Pipeline.Engine.Configuration;

/// <summary>What an SA takes from around it when it does not say otherwise.</summary>
/// <param name="AllowLegacy">True to accept weak algorithms.</param>
/// <param name="ReplayWindowPackets">The replay window: a power of two.</param>
/// <param name="PathMtu">The longest outer packet, in bytes.</param>
internal readonly record struct SaFileDefaults(
    bool AllowLegacy, int ReplayWindowPackets, int PathMtu = SaParameters.DefaultPathMtu)
{
}
