using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.QuickMode;

/// <summary>What a child offers and takes in quick mode.</summary>
internal static class QuickModeOffer
{
    private const long BytesOfKilobyte = 1024;

    /// <summary>Its alternatives, best first.</summary>
    internal static IReadOnlyList<Phase2Alternative> AlternativesOf(ChildOptions options) =>
        [.. options.Proposals.Select(proposal => Phase2Alternative.TryOf([proposal])).OfType<Phase2Alternative>()];

    /// <summary>Those of the preferred group: an offer has one KE payload, or none (RFC 2409 §5.5).</summary>
    internal static IReadOnlyList<Phase2Alternative> OfOneGroup(IReadOnlyList<Phase2Alternative> alternatives)
    {
        int? group = alternatives.Count == 0 ? null : alternatives[0].Protocols[0][0].Group?.Id;
        return [.. alternatives.Select(alternative => alternative.With(group)).OfType<Phase2Alternative>()];
    }

    /// <summary>How packets are wrapped, by its number between these two.</summary>
    internal static EncapsulationMode ModeOf(ChildOptions options, Phase1Sa sa) =>
        NatDiscovery.ModeOf(options.Mode == SaMode.Tunnel, sa.UsesUdpEncapsulation, sa.Abilities.NatTraversal);

    /// <summary>How long a pair may live, as we say it.</summary>
    internal static NegotiatedLifetime LifetimeOf(ChildOptions options) => new(
        options.Lifetime.HardAge > TimeSpan.Zero ? (uint)Math.Min(options.Lifetime.HardAge.TotalSeconds, uint.MaxValue) : null,
        options.Lifetime.HardBytes > 0 ? (uint)Math.Clamp(options.Lifetime.HardBytes / BytesOfKilobyte, 1, uint.MaxValue) : null);

    /// <summary>The limits of a pair: the shorter of what both sides say (RFC 2407 §4.5.4).</summary>
    internal static ChildOptions Within(ChildOptions options, NegotiatedLifetime peer)
    {
        SaLifetimeLimits limits = options.Lifetime;
        if (peer.Seconds is { } seconds && Shorter(TimeSpan.FromSeconds(seconds), limits.HardAge) is { } age)
        {
            limits = limits with { HardAge = age, SoftAge = limits.SoftAge > TimeSpan.Zero && limits.SoftAge < age * 0.9 ? limits.SoftAge : age * 0.9 };
        }

        if (peer.Kilobytes is { } kilobytes && (limits.HardBytes == 0 || kilobytes * BytesOfKilobyte < limits.HardBytes))
        {
            long bytes = kilobytes * BytesOfKilobyte;
            limits = limits with { HardBytes = bytes, SoftBytes = limits.SoftBytes > 0 && limits.SoftBytes < bytes ? limits.SoftBytes : bytes / 10 * 9 };
        }

        return options with { Lifetime = limits };
    }

    private static TimeSpan? Shorter(TimeSpan theirs, TimeSpan ours) => ours == TimeSpan.Zero || theirs < ours ? theirs : null;
}
