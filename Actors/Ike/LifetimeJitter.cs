using Pipeline.Crypto;
using Pipeline.Engine.Sa;

namespace Pipeline.Actors.Ike;

/// <summary>Takes up to a tenth off the soft limits of an SA, so that many SAs that were made together are not replaced together.</summary>
internal static class LifetimeJitter
{
    private const double Part = 0.1;

    /// <summary>The same SA with soft limits that come a little earlier; hard limits stay.</summary>
    public static SaParameters Apply(SaParameters sa, IRandomSource random)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        random.Fill(bytes);
        double factor = 1 - (Part * BitConverter.ToUInt16(bytes) / ushort.MaxValue);
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
