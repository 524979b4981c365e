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
        [
        "$schema", "allowLegacy", "shards", "ports", "securityAssociations", "policy", "policies", "assignedPolicy", "ike", "credentials",
        "connections", "control",
    ];

    /// <summary><c>shards</c> of the gateway's file.</summary>
    public static IReadOnlyList<string> Shards { get; } =
    [
        "shardCount", "batchPackets", "queueBatches", "poolPackets", "maximumPacketLength", "replayWindowPackets",
        "reassemblyDatagrams", "reassemblyTimeoutMilliseconds", "flowCacheEntries", "icmpPerSecond", "affinity", "readerAffinity",
        "spinMicroseconds",
    ];

    /// <summary><c>policy</c> of the gateway's file, and each of <c>policies</c>.</summary>
    public static IReadOnlyList<string> Policy { get; } = ["name", "order", "addresses", "filterLists", "filterActions", "rules"];

    /// <summary><c>addresses</c> of a policy.</summary>
    public static IReadOnlyList<string> Addresses { get; } =
        ["refreshSeconds", "dnsServers", "winsServers", "dhcpServers", "defaultGateway"];

    /// <summary>One filter action of a policy.</summary>
    public static IReadOnlyList<string> FilterAction { get; } =
        ["name", "action", "acceptUnsecured", "allowUnsecuredPeers", "clearAfterSeconds", "retryAfterSeconds"];

    /// <summary>One filter list of a policy.</summary>
    public static IReadOnlyList<string> FilterList { get; } = ["name", "filters"];

    /// <summary>One rule of a policy.</summary>
    public static IReadOnlyList<string> Rule { get; } = ["name", "filterList", "filters", "action", "sa", "connection", "child"];

    /// <summary><c>ports</c> of the gateway's file.</summary>
    public static IReadOnlyList<string> Ports { get; } = ["tun", "outer"];

    /// <summary><c>tun</c> of the ports.</summary>
    public static IReadOnlyList<string> Tun { get; } = ["name", "mtu", "addresses", "routes"];

    /// <summary><c>outer</c> of the ports.</summary>
    public static IReadOnlyList<string> Outer { get; } =
        ["addresses", "ikePort", "natTraversalPort", "rawIp", "socketBufferBytes"];

    /// <summary><c>control</c> of the gateway's file.</summary>
    public static IReadOnlyList<string> Control { get; } = ["socket"];

    /// <summary><c>ike</c> of the gateway's file.</summary>
    public static IReadOnlyList<string> Ike { get; } =
    [
        "allowLegacy", "maximumHalfOpenSas", "maximumHalfOpenSasPerSource", "cookieThresholdSas", "halfOpenTimeoutSeconds", "maximumIkeSas",
    ];

    /// <summary><c>credentials</c> of the gateway's file.</summary>
    public static IReadOnlyList<string> Credentials { get; } =
        ["presharedKeys", "certificates", "trustAnchors", "intermediates", "revocationLists", "revocation"];

    /// <summary>One preshared key.</summary>
    public static IReadOnlyList<string> PresharedKey { get; } = ["name", "identities", "file", "secret"];

    /// <summary>One certificate of ours.</summary>
    public static IReadOnlyList<string> OwnCertificate { get; } = ["name", "file", "privateKeyFile", "passphraseFile"];

    /// <summary>One connection.</summary>
    public static IReadOnlyList<string> Connection { get; } =
    [
        "name", "version", "localAddress", "remoteAddress", "localIdentity", "remoteIdentity", "authentication", "localAuthentication",
        "remoteAuthentication", "presharedKey", "certificate", "ikeProposals", "initiate", "initialContact", "childless",
        "fragmentation", "fragmentLength", "forceEncapsulation", "natKeepAliveSeconds", "deadPeerDetectionSeconds",
        "rekeyAfterSeconds", "reauthenticateAfterSeconds", "rekeyJitterPercent", "windowMessages", "maximumChildren",
        "retransmit", "children",
    ];

    /// <summary><c>retransmit</c> of a connection.</summary>
    public static IReadOnlyList<string> Retransmit { get; } =
        ["firstWaitMilliseconds", "factorPercent", "tries", "longestWaitSeconds", "jitterPercent"];

    /// <summary>One child of a connection.</summary>
    public static IReadOnlyList<string> Child { get; } =
    [
        "name", "protocol", "mode", "proposals", "localSelectors", "remoteSelectors", "rekeyAfterSeconds", "rekeyAfterBytes",
        "rekeyAfterPackets", "lifetimeSeconds", "lifetimeBytes", "lifetimePackets", "replayWindowPackets", "pathMtu",
    ];

    /// <summary>One selector of a side of a child, written as an object.</summary>
    public static IReadOnlyList<string> ChildSelector { get; } = ["addresses", "protocol", "ports", "icmpTypes"];
}
