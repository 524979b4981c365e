namespace Pipeline.Engine.Configuration;

/// <summary>Every field that the configuration files may have, object by object. Nothing else is accepted.</summary>
public static class ConfigurationFields
{
    /// <summary>An SA file that is an object.</summary>
    public static IReadOnlyList<string> SaFile { get; } = ["$schema", "allowLegacy", "sas"];

    /// <summary>One SA.</summary>
    public static IReadOnlyList<string> Sa { get; } =
    [
        "name", "direction", "spi", "protocol", "mode", "source", "destination", "encryption", "integrity",
        "extendedSequenceNumbers", "replayWindowPackets", "firstSequence", "udpEncapsulation", "selectors", "bundle",
        "ahAlignment", "dontFragment", "copyDscp", "dscp", "ecn", "outerHopLimit", "decrementHopLimit", "tfcPadToLength",
        "pathMtu", "lifetime", "allowLegacy", "$schema",
    ];

    /// <summary><c>encryption</c> and <c>integrity</c> of an SA.</summary>
    public static IReadOnlyList<string> Algorithm { get; } = ["algorithm", "key"];

    /// <summary><c>udpEncapsulation</c> of an SA.</summary>
    public static IReadOnlyList<string> UdpEncapsulation { get; } = ["sourcePort", "destinationPort"];

    /// <summary><c>lifetime</c> of an SA.</summary>
    public static IReadOnlyList<string> Lifetime { get; } =
        ["softBytes", "hardBytes", "softPackets", "hardPackets", "softSeconds", "hardSeconds"];

    /// <summary>One selector of an SA.</summary>
    public static IReadOnlyList<string> Selector { get; } =
    [
        "source", "destination", "protocol", "sourcePorts", "destinationPorts", "sourcePort", "destinationPort", "icmpTypes",
    ];

    /// <summary>One filter of a policy: a selector that may be mirrored.</summary>
    public static IReadOnlyList<string> Filter { get; } = [.. Selector, "mirrored"];

    /// <summary>The gateway's file.</summary>
    public static IReadOnlyList<string> Gateway { get; } =
        ["$schema", "allowLegacy", "shards", "securityAssociations", "policy"];

    /// <summary><c>shards</c> of the gateway's file.</summary>
    public static IReadOnlyList<string> Shards { get; } =
    [
        "shardCount", "batchPackets", "queueBatches", "poolPackets", "maximumPacketLength", "replayWindowPackets",
        "reassemblyDatagrams", "reassemblyTimeoutMilliseconds", "flowCacheEntries", "icmpPerSecond", "affinity", "readerAffinity",
        "spinMicroseconds",
    ];

    /// <summary><c>policy</c> of the gateway's file.</summary>
    public static IReadOnlyList<string> Policy { get; } = ["name", "filterLists", "rules"];

    /// <summary>One filter list of a policy.</summary>
    public static IReadOnlyList<string> FilterList { get; } = ["name", "filters"];

    /// <summary>One rule of a policy.</summary>
    public static IReadOnlyList<string> Rule { get; } = ["name", "filterList", "filters", "action", "sa"];
}
