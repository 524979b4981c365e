using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2.Selectors;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>One object of <c>children</c> to <see cref="ChildOptions"/>.</summary>
internal static class ChildReader
{
    private const ulong DefaultRekeySeconds = 3600;

    // Between soft and hard limit a rekey must have time to end, also when its first request is lost.
    private const ulong LeastSecondsToRekey = 10;

    private static readonly Dictionary<string, SaProtocol> Protocols =
        new(StringComparer.Ordinal) { ["esp"] = SaProtocol.Esp, ["ah"] = SaProtocol.Ah };

    private static readonly Dictionary<string, SaMode> Modes =
        new(StringComparer.Ordinal) { ["tunnel"] = SaMode.Tunnel, ["transport"] = SaMode.Transport };

    /// <summary>Reads a child.</summary>
    /// <param name="child">The object.</param>
    /// <param name="allowLegacy">Takes weak algorithms too.</param>
    /// <param name="defaultWindow">The replay window of children that do not say.</param>
    /// <param name="startsWithIkeSa">True when it is negotiated together with the IKE SA.</param>
    public static ChildOptions Read(ObjectReader child, bool allowLegacy, int defaultWindow, bool startsWithIkeSa)
    {
        SaProtocol protocol = child.Choice("protocol", Protocols, SaProtocol.Esp);
        return new ChildOptions
        {
            Name = child.Name("name", "networks"),
            Mode = child.Choice("mode", Modes, SaMode.Tunnel),
            Proposals = ProposalReader.ReadChild(child, protocol, allowLegacy),
            Selectors = ReadSelectors(child),
            StartsWithIkeSa = startsWithIkeSa,
            Lifetime = ReadLifetime(child),
            PathMtu = (int)child.Number("pathMtu", OutboundSa.MinimumPathMtu, 65535, SaParameters.DefaultPathMtu),
            ReplayWindowPackets = ReadWindow(child, defaultWindow),
        };
    }

    private static ChildSelectors? ReadSelectors(ObjectReader child)
    {
        ValueList<TsSelector> local = SideReader.Read(child, "localSelectors");
        ValueList<TsSelector> remote = SideReader.Read(child, "remoteSelectors");
        bool hasLocal = child.Find("localSelectors") is not null;
        bool hasRemote = child.Find("remoteSelectors") is not null;
        if (hasLocal != hasRemote)
        {
            string missing = hasLocal ? "remoteSelectors" : "localSelectors";
            child.Refuse(missing, "is missing beside the other side's; write both, or none for host to host");
        }

        return hasLocal && hasRemote ? new ChildSelectors(local, remote) : null;
    }

    private static SaLifetimeLimits ReadLifetime(ObjectReader child)
    {
        (ulong softAge, ulong hardAge) = ReadPair(child, "rekeyAfterSeconds", "lifetimeSeconds", int.MaxValue, DefaultRekeySeconds, LeastSecondsToRekey);
        (ulong softBytes, ulong hardBytes) = ReadPair(child, "rekeyAfterBytes", "lifetimeBytes", long.MaxValue, 0);
        (ulong softPackets, ulong hardPackets) = ReadPair(child, "rekeyAfterPackets", "lifetimePackets", long.MaxValue, 0);
        return new SaLifetimeLimits
        {
            SoftAge = TimeSpan.FromSeconds(softAge),
            HardAge = TimeSpan.FromSeconds(hardAge),
            SoftBytes = (long)softBytes,
            HardBytes = (long)hardBytes,
            SoftPackets = (long)softPackets,
            HardPackets = (long)hardPackets,
        };
    }

    /// <summary>A soft limit and its hard one, which is a tenth above when it is not written, and something at least; 0 is no limit.</summary>
    private static (ulong Soft, ulong Hard) ReadPair(
        ObjectReader child, string soft, string hard, ulong maximum, ulong fallback, ulong leastAbove = 1)
    {
        ulong softLimit = child.Number(soft, 0, maximum, fallback);
        ulong above = softLimit == 0 ? 0 : Math.Max(softLimit / 10, leastAbove);
        ulong hardLimit = child.Number(hard, 0, maximum, Math.Min(softLimit + above, maximum));
        if (hardLimit != 0 && (softLimit > hardLimit || softLimit == 0))
        {
            child.Refuse(hard, $"is less than {soft}, so that nothing would replace the SA in time; write {soft} below {hard}");
        }

        return (softLimit, hardLimit);
    }

    private static int ReadWindow(ObjectReader child, int fallback)
    {
        int window = (int)child.Number("replayWindowPackets", 0, ReplayWindow.MaximumSize, (ulong)fallback);
        if (!ReplayWindow.IsValidSize(window))
        {
            child.Refuse("replayWindowPackets", "is not a power of two from 64 to 65536; write one, such as 1024");
        }

        return window;
    }
}
