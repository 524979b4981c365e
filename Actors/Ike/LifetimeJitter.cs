using Pipeline.Crypto;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Ike;

/// <summary>Takes a part off the soft limits of an SA, so that many SAs that were made together are not replaced together.</summary>
internal static class LifetimeJitter
{
    /// <summary>The same SA with soft limits that come a little earlier; hard limits stay.</summary>
    /// <param name="sa">The SA.</param>
    /// <param name="jitter">The part that is left to chance: 0 to 0.5.</param>
    /// <param name="random">Chance.</param>
    public static SaParameters Apply(SaParameters sa, double jitter, IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        random.Fill(bytes);
        double factor = 1 - (jitter * BitConverter.ToUInt16(bytes) / ushort.MaxValue);
        SaLifetimeLimits limits = sa.Lifetime;
        return sa with
        {
            Lifetime = limits with
            {
                SoftAge = limits.SoftAge * factor,
                SoftBytes = (long)(limits.SoftBytes * factor),
                SoftPackets = (long)(limits.SoftPackets * factor),
            },
        };
    }
}
