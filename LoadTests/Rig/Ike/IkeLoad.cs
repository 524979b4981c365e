using System.Globalization;
using System.Text;
using Pipeline.Crypto;
using Pipeline.Engine.Configuration.Connections;
using Pipeline.Engine.Ike;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Proposals;
using Pipeline.Engine.Ike.Selectors;
using Pipeline.Engine.Sa;
using Pipeline.Engine.Wire.Ike.V2.Selectors;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>What is negotiated: many initiators with names and inner addresses of their own, one responder that takes them all, one secret.</summary>
/// <param name="Proposal">Suite of the IKE SA, in strongSwan's words; the Child SA has AES-128-GCM.</param>
internal sealed record IkeLoad(string Proposal)
{
    /// <summary>What both sides know; <c>ike-beside-strongswan</c> configures it too.</summary>
    public const string Secret = "only for load tests";

    /// <summary>Who the responder is.</summary>
    public const string ResponderIdentity = "responder.load.test";

    /// <summary>The responder's network.</summary>
    public const string ResponderNetwork = "10.61.2.0/24";

    /// <summary>All initiators' inner addresses.</summary>
    public const string InitiatorNetwork = "10.64.0.0/10";

    /// <summary>One initiator.</summary>
    /// <param name="number">Which; from 0.</param>
    public ConnectionOptions Initiator(int number) => new()
    {
        Name = "load",
        LocalIdentity = Identity(string.Create(CultureInfo.InvariantCulture, $"c{number}.load.test")),
        RemoteIdentity = Identity(ResponderIdentity),
        OwnProof = Psk(),
        PeerProofs = [Psk()],
        Proposals = [Ike(Proposal)],
        // Nobody was there before, and an answer to it would cost each responder a search.
        SendsInitialContact = false,
        Children = [Child(AddressOf(number), ResponderNetwork)],
    };

    /// <summary>The connection that takes all initiators.</summary>
    public ConnectionSettings Responder(TimeSpan livenessInterval) => new()
    {
        Initiation = Initiation.Never,
        Options = new ConnectionOptions
        {
            Name = "load",
            LocalIdentity = Identity(ResponderIdentity),
            OwnProof = Psk(),
            PeerProofs = [Psk()],
            Proposals = [Ike(Proposal)],
            LivenessInterval = livenessInterval,
            Children = [Child(ResponderNetwork, InitiatorNetwork)],
        },
    };

    /// <summary>Tells whether a text is a proposal.</summary>
    public static bool IsProposal(string text, out string problem) => IkeProposal.TryParse(text, allowLegacy: false, out _, out problem);

    private static string AddressOf(int number) => string.Create(
        CultureInfo.InvariantCulture, $"10.{64 + ((number >> 16) & 0x3F)}.{(number >> 8) & 0xFF}.{number & 0xFF}");

    private static ChildOptions Child(string local, string remote) => new()
    {
        Name = "net",
        Proposals = [Esp("aes128gcm16")],
        Selectors = new ChildSelectors([Range(local)], [Range(remote)]),
        Lifetime = new SaLifetimeLimits { SoftAge = TimeSpan.FromHours(1), HardAge = TimeSpan.FromHours(1.1) },
    };

    private static PresharedKeyMethod Psk() => new(new SecretBytes(Encoding.ASCII.GetBytes(Secret)));

    private static IkeIdentity Identity(string text) => IkeIdentity.TryParse(text, out IkeIdentity identity) ? identity : throw new ArgumentException(text);

    private static TsSelector Range(string text) =>
        TsSelector.Of(AddressRange.TryParse(text, out AddressRange range) ? range : throw new ArgumentException(text));

    private static IkeProposal Ike(string text) =>
        IkeProposal.TryParse(text, allowLegacy: false, out IkeProposal? proposal, out string problem) ? proposal : throw new ArgumentException(problem);

    private static ChildProposal Esp(string text) => ChildProposal.TryParse(SaProtocol.Esp, text, allowLegacy: false, out ChildProposal? proposal, out _)
        ? proposal
        : throw new ArgumentException(text);
}
