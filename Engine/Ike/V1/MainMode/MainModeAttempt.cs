using Pipeline.Crypto;
using Pipeline.Crypto.Cbc;
using Pipeline.Crypto.KeyExchange;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;

namespace Pipeline.Engine.Ike.V1.MainMode;

/// <summary>A main mode under way, from its first message on: the same for both roles.</summary>
internal sealed record MainModeAttempt
{
    /// <summary>With whom and how; for a responder the first of those that the peer may mean.</summary>
    internal required ConnectionOptions Connection { get; init; }

    /// <summary>True when we began.</summary>
    internal required bool IsInitiator { get; init; }

    /// <summary>CKY-I.</summary>
    internal required ulong InitiatorCookie { get; init; }

    /// <summary>CKY-R; 0 until it is known.</summary>
    internal ulong ResponderCookie { get; init; }

    /// <summary>SAi_b.</summary>
    internal required Octets InitiatorSa { get; init; }

    /// <summary>What was chosen; null until then.</summary>
    internal Phase1Suite? Suite { get; init; }

    /// <summary>What the peer can do.</summary>
    internal PeerAbilities Abilities { get; init; }

    /// <summary>A message with its cookies.</summary>
    internal IsakmpMessage Message(params IReadOnlyList<IsakmpPayload> payloads) => new()
    {
        InitiatorCookie = InitiatorCookie,
        ResponderCookie = ResponderCookie,
        Exchange = IsakmpExchangeType.MainMode,
        Payloads = [.. payloads],
    };

    /// <summary>KE, nonce, certificate requests and NAT-D of ours.</summary>
    internal IsakmpMessage KeyMessage(byte[] value, Octets nonce, IkePath path, IReadOnlyList<ConnectionOptions> connections) => Message(
    [
        new RawPayload(IsakmpPayloadType.KeyExchange, value),
        new RawPayload(IsakmpPayloadType.Nonce, nonce),
        .. CertificateRequests.Of(Suite!, connections),
        .. Discovery.Payloads(path, Connection.ForcesUdpEncapsulation),
    ]);

    /// <summary>Finds NATs.</summary>
    internal NatDiscovery Discovery => new(Suite!.Hash, InitiatorCookie, ResponderCookie, Abilities.NatTraversal);

    /// <summary>Derives the keys, when both public values and nonces are known.</summary>
    /// <param name="theirs">The peer's message 3 or 4.</param>
    /// <param name="value">Our public value.</param>
    /// <param name="nonce">Our nonce.</param>
    /// <param name="secret">g^xy; erased by the caller.</param>
    /// <param name="path">Where its datagram came from and to.</param>
    internal Phase1Sa Derive(IsakmpMessage theirs, Octets value, Octets nonce, SecretBytes secret, IkePath path)
    {
        Octets theirValue = theirs.BodyOf(IsakmpPayloadType.KeyExchange)!.Value;
        Octets theirNonce = theirs.BodyOf(IsakmpPayloadType.Nonce)!.Value;
        Phase1Exchange exchange = IsInitiator
            ? new(InitiatorCookie, ResponderCookie, nonce, theirNonce, value, theirValue, InitiatorSa)
            : new(InitiatorCookie, ResponderCookie, theirNonce, nonce, theirValue, value, InitiatorSa);
        NatPresence nat = Discovery.Detect(theirs, path);
        return new Phase1Sa
        {
            Suite = Suite!,
            Keys = Connection.OwnProof is PresharedKeyMethod method
                ? new KeyScheduleV1(Suite!.Hash).OfPresharedKey(method.Secret, secret, exchange)
                : new KeyScheduleV1(Suite!.Hash).OfSignatures(secret, exchange),
            Exchange = exchange,
            IsInitiator = IsInitiator,
            Abilities = Abilities,
            Nat = nat,
            UsesUdpEncapsulation = Abilities.NatTraversal != NatTraversalKind.None && (nat != NatPresence.None || Connection.ForcesUdpEncapsulation),
        };
    }

    /// <summary>True when a message has what message 3 and 4 must have.</summary>
    internal static bool HasKey(IsakmpMessage message) =>
        message.Find(IsakmpPayloadType.KeyExchange) is not null && message.Find(IsakmpPayloadType.Nonce) is not null;

    /// <summary>True when a message belongs to it: the header's cookies are ours.</summary>
    internal bool Owns(IsakmpMessage message) =>
        message.Exchange == IsakmpExchangeType.MainMode && message.MessageId == 0
        && message.InitiatorCookie == InitiatorCookie && message.ResponderCookie != 0
        && (ResponderCookie == 0 || message.ResponderCookie == ResponderCookie);

    /// <summary>True when a cipher can be made of keys: DES has keys that are weak, with a chance of 2^-52.</summary>
    internal static CbcCipher? TryCipher(Phase1Sa sa)
    {
        using SecretBytes? key = sa.Schedule.EncryptionKey(sa.Keys.SkeyidE, sa.Suite.Encryption);
        return key is null ? null : CbcCipher.Create(sa.Suite.Encryption, key.Span);
    }

    /// <summary>Our half of the key exchange.</summary>
    internal InitiatedExchange BeginExchange(IkeMeans means) => Suite!.Group.Initiate(means.Random);
}
