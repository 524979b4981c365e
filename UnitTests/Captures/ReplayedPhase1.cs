using Pipeline.Crypto;
using Pipeline.Crypto.Cbc;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Captures;

/// <summary>One phase 1 of a recorded session, seen by somebody who has the keys of both ends.</summary>
internal sealed class ReplayedPhase1
{
    private MessageCipherV1? _again;

    /// <summary>The messages of phase 1, opened, in order.</summary>
    internal List<IsakmpMessage> Messages { get; } = [];

    /// <summary>The messages of each quick mode, opened, in order.</summary>
    internal Dictionary<uint, List<IsakmpMessage>> QuickModes { get; } = [];

    internal Phase1Suite Suite { get; private set; } = null!;

    internal Phase1Exchange Exchange { get; private set; } = null!;

    internal Phase1Keys Keys { get; private set; } = null!;

    internal KeyScheduleV1 Schedule { get; private set; } = null!;

    internal MessageHashes Hashes { get; private set; } = null!;

    internal MessageCipherV1 Cipher { get; private set; } = null!;

    internal Phase1Proofs Proofs { get; private set; } = null!;

    /// <summary>Derives every key once both public values are known, and compares them with the log.</summary>
    internal void Begin(RecordedKeysV1 log)
    {
        bool isAggressive = Messages[0].Exchange == IsakmpExchangeType.AggressiveMode;
        (IsakmpMessage initiator, IsakmpMessage responder) = isAggressive ? (Messages[0], Messages[1]) : (Messages[2], Messages[3]);
        SaTransform chosen = Assert.Single(Messages[1].Find<SaPayload>()!.Proposals[0].Transforms);
        Suite = Phase1Suite.TryRead(chosen, allowLegacy: true)!;
        Exchange = new Phase1Exchange(
            initiator.InitiatorCookie,
            responder.ResponderCookie,
            initiator.BodyOf(IsakmpPayloadType.Nonce)!.Value,
            responder.BodyOf(IsakmpPayloadType.Nonce)!.Value,
            initiator.BodyOf(IsakmpPayloadType.KeyExchange)!.Value,
            responder.BodyOf(IsakmpPayloadType.KeyExchange)!.Value,
            Messages[0].BodyOf(IsakmpPayloadType.SecurityAssociation)!.Value);
        Schedule = new KeyScheduleV1(Suite.Hash);
        using var secret = new SecretBytes(log.Take("shared Diffie Hellman secret"));
        using var presharedKey = new SecretBytes("lab-secret-0123456789"u8);
        Keys = Suite.Method == OakleyAuthMethod.PresharedKey
            ? Schedule.OfPresharedKey(presharedKey, secret, Exchange)
            : Schedule.OfSignatures(secret, Exchange);
        Assert.Equal(log.Take("SKEYID"), Keys.Skeyid.Span);
        Assert.Equal(log.Take("SKEYID_d"), Keys.SkeyidD.Span);
        Assert.Equal(log.Take("SKEYID_a"), Keys.SkeyidA.Span);
        Assert.Equal(log.Take("SKEYID_e"), Keys.SkeyidE.Span);
        BeginMessages(log);
    }

    /// <summary>
    /// Opens a message, seals it again to the same bytes, and moves both chains on. The daemon pads text that fills its blocks with one
    /// block more; we do not, so there the blocks before it are the same.
    /// </summary>
    internal IsakmpMessage Open(IsakmpMessage outer)
    {
        Assert.True(Cipher.TryOpen(outer, out IsakmpMessage message, out IsakmpReadFailure failure), failure.ToString());
        byte[] bytes = outer.Write();
        byte[] again = _again!.Seal(message);
        Assert.Contains(bytes.Length - again.Length, (int[])[0, Suite.Encryption.BlockLength]);
        Assert.Equal(bytes.AsSpan(IkeHeader.HeaderLength, again.Length - IkeHeader.HeaderLength), again.AsSpan(IkeHeader.HeaderLength));
        Cipher.Accept(outer);
        _again.Accept(outer);
        return message;
    }

    private void BeginMessages(RecordedKeysV1 log)
    {
        using SecretBytes key = Schedule.EncryptionKey(Keys.SkeyidE, Suite.Encryption)!;
        Assert.Equal(log.Take("encryption key Ka"), key.Span);
        byte[] iv = Suite.Hash.Compute(Exchange.InitiatorPublic.Span, Exchange.ResponderPublic.Span);
        Assert.Equal(log.Take("initial IV"), iv[..Suite.Encryption.IvLength]);
        Cipher = CreateCipher(key);
        _again = CreateCipher(key);
        Hashes = new MessageHashes(Suite.Hash, Keys.SkeyidA);
        Proofs = new Phase1Proofs(Suite.Hash, Exchange);
    }

    private MessageCipherV1 CreateCipher(SecretBytes key) =>
        new(Suite.Hash, CbcCipher.Create(Suite.Encryption, key.Span), Exchange);
}
