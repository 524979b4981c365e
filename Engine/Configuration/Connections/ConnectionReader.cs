using Pipeline.Engine.Configuration.Credentials;
using Pipeline.Engine.Configuration.Json;
using Pipeline.Engine.Ike.AnyVersion;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Configuration.Connections;

/// <summary>The array <c>connections</c> to <see cref="ConnectionSettings"/>.</summary>
/// <param name="credentials">What connections prove themselves with.</param>
/// <param name="ike">Bounds of IKE as a whole.</param>
/// <param name="replayWindowPackets">The replay window of children that do not say.</param>
internal sealed class ConnectionReader(CredentialSet credentials, IkeOptions ike, int replayWindowPackets)
{
    private const int MaximumSeconds = int.MaxValue;

    private static readonly Dictionary<string, Initiation> Initiations = new(StringComparer.Ordinal)
    {
        ["onTraffic"] = Initiation.OnTraffic,
        ["start"] = Initiation.Start,
        ["never"] = Initiation.Never,
    };

    /// <summary>Reads all connections; names are unique.</summary>
    public List<ConnectionSettings> ReadAll(ObjectReader root)
    {
        var connections = new List<ConnectionSettings>();
        foreach (ConfigurationNode node in root.Items("connections"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.Connection, root.Errors) is not { } reader)
            {
                continue;
            }

            ConnectionSettings connection = Read(reader);
            if (connection.Name.Length > 0 && connections.Exists(other => other.Name == connection.Name))
            {
                reader.Refuse("name", "is taken by an earlier connection; write another");
            }

            connections.Add(connection);
        }

        return connections;
    }

    private ConnectionSettings Read(ObjectReader reader)
    {
        IpAddress? local = ReadAddress(reader, "localAddress");
        IpAddress? remote = ReadAddress(reader, "remoteAddress");
        if (local is { } ours && remote is { } theirs && ours.IsIpv6 != theirs.IsIpv6)
        {
            reader.Refuse("remoteAddress", "is of another family than localAddress; write two IPv4 or two IPv6 addresses");
        }

        Initiation initiation = reader.Choice("initiate", Initiations, remote is null ? Initiation.Never : Initiation.OnTraffic);
        if (remote is null && initiation != Initiation.Never)
        {
            reader.Refuse("initiate", "needs a remoteAddress to begin with; write one, or \"initiate\": \"never\"");
        }

        WarnOfPresharedKeys(reader);
        return new ConnectionSettings
        {
            Options = ReadOptions(reader, local, remote, initiation),
            LocalAddress = local,
            RemoteAddress = remote,
            Initiation = initiation,
            NatKeepAliveInterval = Seconds(reader, "natKeepAliveSeconds", 0, 3600, 20),
        };
    }

    /// <summary>RFC 2409 §5.4 and the seed: one secret for both sides proves neither to a third, and whoever has it is either.</summary>
    private static void WarnOfPresharedKeys(ObjectReader reader)
    {
        string? field = Array.Find(
            ["authentication", "localAuthentication", "remoteAuthentication"], name => reader.Find(name)?.Characters.SequenceEqual("psk") == true);
        if (field is not null)
        {
            reader.Warn(field, "is a preshared key, which is for testing only: whoever has it can be either side; write \"certificate\" for service");
        }
    }

    private ConnectionOptions ReadOptions(ObjectReader reader, IpAddress? local, IpAddress? remote, Initiation initiation)
    {
        string name = reader.Name("name", "branch");
        var version = (IkeVersion)reader.Number("version", 1, 2, (ulong)IkeVersion.V2);
        var proofs = new ProofReader(reader, credentials, ike.AllowLegacy);
        IkeIdentity? localIdentity = IdentityReader.Read(reader, "localIdentity");
        OwnCertificate? certificate = proofs.FindCertificate(localIdentity);
        IkeIdentity? remoteIdentity = ReadRemoteIdentity(reader, remote);
        IReadOnlyList<IkeProposal> proposals = ProposalReader.ReadIke(reader, version, ike.AllowLegacy);
        if (version == IkeVersion.V1)
        {
            Version1Rules.Check(reader, proposals, proofs, certificate);
        }

        // A responder of IKEv1 needs the key before the peer has said who it is: its address may then stand for its name.
        IkeIdentity? keyOwner = remoteIdentity is null && version == IkeVersion.V1 && remote is { } address ? IkeIdentity.Of(address) : remoteIdentity;
        return new ConnectionOptions
        {
            Name = name,
            Version = version,
            LocalIdentity = localIdentity ?? DefaultIdentity(reader, certificate, local),
            RemoteIdentity = remoteIdentity,
            OwnProof = proofs.OwnProof(certificate, keyOwner),
            PeerProofs = [proofs.PeerProof(keyOwner)],
            Proposals = proposals,
            Children = ReadChildren(reader, version, initiation),
            SendsInitialContact = reader.Boolean("initialContact", fallback: true),
            AllowsFragments = reader.Boolean("fragmentation", fallback: true),
            FragmentLength = (int)reader.Number("fragmentLength", 512, 65_000, 1228),
            ForcesUdpEncapsulation = reader.Boolean("forceEncapsulation", fallback: false),
            WindowSize = (int)reader.Number("windowMessages", 1, 64, 1),
            MaximumChildCount = (int)reader.Number("maximumChildren", 1, 65_536, 256),
            RekeyAfter = Seconds(reader, "rekeyAfterSeconds", 0, MaximumSeconds, 14_400),
            ReauthenticateAfter = Seconds(reader, "reauthenticateAfterSeconds", 0, MaximumSeconds, 0),
            RekeyJitter = reader.Number("rekeyJitterPercent", 0, 50, 10) / 100.0,
            LivenessInterval = Seconds(reader, "deadPeerDetectionSeconds", 0, 86_400, 30),
            HalfOpenTimeout = TimeSpan.FromSeconds(ike.HalfOpenTimeoutSeconds),
            Retransmissions = ReadRetransmissions(reader.OpenMember("retransmit", ConfigurationFields.Retransmit)),
        };
    }

    private static IkeIdentity DefaultIdentity(ObjectReader reader, OwnCertificate? certificate, IpAddress? address)
    {
        if (certificate is not null)
        {
            // Its first name that IKE can say: a subject, or else an alternative name.
            string text = certificate.Certificate.Subject.IsEmpty
                ? (certificate.Certificate.AlternativeNames is [var first, ..] ? first.Text : string.Empty)
                : certificate.Certificate.Subject.ToString();
            if (IkeIdentity.TryParse(text, out IkeIdentity identity))
            {
                return identity;
            }
        }

        if (address is { } ours)
        {
            return IkeIdentity.Of(ours);
        }

        // A value that cannot be read has its own error already.
        if (reader.Find("localIdentity") is null)
        {
            reader.Require("localIdentity", "\"gateway.example.org\"");
        }

        return IkeIdentity.Of(default(IpAddress));
    }

    private static IkeIdentity? ReadRemoteIdentity(ObjectReader reader, IpAddress? address)
    {
        ConfigurationNode? node = reader.Find("remoteIdentity");
        if (node is null)
        {
            if (address is null)
            {
                reader.Require("remoteIdentity", "\"branch.example.org\", or \"any\" for everybody who can prove who he is");
            }

            return address is { } theirs ? IkeIdentity.Of(theirs) : null;
        }

        bool isAny = node.Kind == NodeKind.String && node.Characters.Equals("any", StringComparison.OrdinalIgnoreCase);
        return isAny ? null : IdentityReader.Read(node, reader.Errors);
    }

    private List<ChildOptions> ReadChildren(ObjectReader connection, IkeVersion version, Initiation initiation)
    {
        var children = new List<ChildOptions>();
        foreach (ConfigurationNode node in connection.Items("children"))
        {
            if (ObjectReader.Open(node, ConfigurationFields.Child, connection.Errors) is not { } reader)
            {
                continue;
            }

            ChildOptions child = ChildReader.Read(reader, ike.AllowLegacy, replayWindowPackets, initiation == Initiation.Start);
            if (version == IkeVersion.V1)
            {
                Version1Rules.CheckChild(reader, child);
            }

            if (child.Name.Length > 0 && children.Exists(other => other.Name == child.Name))
            {
                reader.Refuse("name", "is taken by an earlier child of this connection; write another");
            }

            children.Add(child);
        }

        // RFC 6023: said on purpose, because a list that was forgotten looks the same.
        bool isEmpty = connection.Find("children") is null or { Kind: NodeKind.Array, Items.Count: 0 };
        if (isEmpty && connection.Find("childless")?.Characters.SequenceEqual("true") != true)
        {
            connection.Refuse("children", "has no child to carry traffic; write [ { \"name\": \"networks\" } ], or \"childless\": true");
        }

        return children;
    }

    private static RetransmissionSchedule ReadRetransmissions(ObjectReader? retransmit)
    {
        RetransmissionSchedule defaults = RetransmissionSchedule.Default;
        return retransmit is null ? defaults : new RetransmissionSchedule
        {
            FirstWait = TimeSpan.FromMilliseconds(retransmit.Number("firstWaitMilliseconds", 100, 60_000, 4000)),
            Factor = retransmit.Number("factorPercent", 100, 1000, 180) / 100.0,
            Tries = (int)retransmit.Number("tries", 0, 20, 5),
            LongestWait = Seconds(retransmit, "longestWaitSeconds", 1, 3600, 300),
            Jitter = retransmit.Number("jitterPercent", 0, 100, 10) / 100.0,
        };
    }

    private static IpAddress? ReadAddress(ObjectReader reader, string field)
    {
        ConfigurationNode? node = reader.Find(field);
        if (node is null || (node.Kind == NodeKind.String && node.Characters.Equals("any", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        if (node.Kind == NodeKind.String && IpAddress.TryParse(node.Text, out IpAddress address) && !address.IsUnspecified && !address.IsMulticast)
        {
            return address;
        }

        reader.Refuse(field, "is not the address of a host; write \"any\" or an address, such as \"192.0.2.1\" or \"2001:db8::1\"");
        return null;
    }

    private static TimeSpan Seconds(ObjectReader reader, string field, int minimum, int maximum, int fallback) =>
        TimeSpan.FromSeconds(reader.Number(field, (ulong)minimum, (ulong)maximum, (ulong)fallback));
}
