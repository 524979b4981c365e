using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.Certificates;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.V1.Keys;
using Pipeline.Engine.Ike.V1.Messages;
using Pipeline.Engine.Ike.V1.Proposals;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1;
using Pipeline.Engine.Wire.Ike.V1.Identities;
using Pipeline.Engine.Wire.Ike.V1.Notices;
using Pipeline.Engine.Wire.Ike.V1.Proposals;
using Xunit;

namespace Pipeline.UnitTests.Captures;

/// <summary>Walks a recorded IKEv1 session: reads and opens every message, derives every key from the recorded secrets, and compares.</summary>
internal sealed class IkeReplayV1(string session)
{
    private readonly RecordedKeysV1 _log = new(Path.Combine(RecordedIke.Folder, session, "ike-keys.json"));
    private readonly Dictionary<ulong, ReplayedPhase1> _phases = [];
    private readonly VendorFragments _fragments = new(VendorFragmentLimits.Default);
    private readonly List<byte[]> _pieces = [];

    /// <summary>Messages in the clear, fragments put together, in order.</summary>
    internal List<IsakmpMessage> Messages { get; } = [];

    internal RecordedKeysV1 Log => _log;

    internal int FragmentCount { get; private set; }

    internal int ChildCount { get; private set; }

    internal int DeleteCount { get; private set; }

    internal int SignatureCount { get; private set; }

    internal void Run()
    {
        foreach (RecordedDatagram datagram in RecordedIke.Read(session))
        {
            IsakmpMessage outer = Read(datagram.Bytes);
            if (outer.Find<FragmentPayload>() is null)
            {
                Take(outer);
            }
            else if (PutTogether(outer, datagram.Bytes) is { } whole)
            {
                Take(Read(whole));
            }
        }
    }

    private static IsakmpMessage Read(byte[] bytes)
    {
        Assert.True(IsakmpMessage.TryRead(bytes, out IsakmpMessage message, out IsakmpReadFailure failure), failure.ToString());
        Assert.Equal(bytes, message.Write());
        return message;
    }

    /// <summary>What was cut comes together, and we would cut it into the same fragments.</summary>
    private byte[]? PutTogether(IsakmpMessage outer, byte[] bytes)
    {
        FragmentCount++;
        _pieces.Add(bytes);
        FragmentVerdict verdict = _fragments.Add(outer, out byte[]? whole);
        Assert.Equal(whole is null ? FragmentVerdict.Kept : FragmentVerdict.Whole, verdict);
        if (whole is not null)
        {
            Assert.Equal(_pieces, VendorFragments.Cut(whole, outer.Find<FragmentPayload>()!.FragmentId, _pieces[0].Length));
            _pieces.Clear();
        }

        return whole;
    }

    private void Take(IsakmpMessage outer)
    {
        if (!_phases.TryGetValue(outer.InitiatorCookie, out ReplayedPhase1? phase))
        {
            _phases.Add(outer.InitiatorCookie, phase = new ReplayedPhase1());
        }

        IsakmpMessage message = outer.Encrypted is null ? outer : phase.Open(outer);
        Messages.Add(message);
        switch (message.Exchange)
        {
            case IsakmpExchangeType.MainMode or IsakmpExchangeType.AggressiveMode:
                TakePhase1(phase, message);
                break;
            case IsakmpExchangeType.QuickMode:
                TakeQuickMode(phase, message);
                break;
            default:
                Assert.Equal(IsakmpExchangeType.Informational, message.Exchange);
                Assert.True(phase.Hashes.IsAuthentic(message));
                DeleteCount += message.Find<DeletePayload>() is null ? 0 : 1;
                break;
        }
    }

    private void TakePhase1(ReplayedPhase1 phase, IsakmpMessage message)
    {
        phase.Messages.Add(message);
        bool isMain = message.Exchange == IsakmpExchangeType.MainMode;
        int number = phase.Messages.Count;
        if (number == (isMain ? 4 : 2))
        {
            phase.Begin(_log);
        }

        if (isMain ? number == 5 : number == 3)
        {
            Octets identity = (isMain ? message : phase.Messages[0]).BodyOf(IsakmpPayloadType.Identification)!.Value;
            AssertProof("HASH_I", phase.Proofs.OfInitiator(phase.Keys.Skeyid, identity), message);
        }
        else if (isMain ? number == 6 : number == 2)
        {
            Octets identity = message.BodyOf(IsakmpPayloadType.Identification)!.Value;
            AssertProof("HASH_R", phase.Proofs.OfResponder(phase.Keys.Skeyid, identity), message);
        }
    }

    /// <summary>The hash is what the log says; with certificates it is inside a signature of the key of the certificate beside it.</summary>
    private void AssertProof(string name, byte[] proof, IsakmpMessage message)
    {
        Assert.Equal(_log.Take(name), proof);
        if (message.BodyOf(IsakmpPayloadType.Signature) is not { } signature)
        {
            Assert.Equal(proof, message.BodyOf(IsakmpPayloadType.Hash)!.Value.Span);
            return;
        }

        CertPayload sent = message.Payloads.OfType<CertPayload>().First();
        Assert.True(Certificate.TryRead(sent.Content.Span, out Certificate? certificate));
        Assert.True(certificate.Key!.VerifyDigest(proof, signature.Span));
        proof[0] ^= 1;
        Assert.False(certificate.Key.VerifyDigest(proof, signature.Span));
        SignatureCount++;
    }

    private void TakeQuickMode(ReplayedPhase1 phase, IsakmpMessage message)
    {
        if (!phase.QuickModes.TryGetValue(message.MessageId, out List<IsakmpMessage>? messages))
        {
            phase.QuickModes.Add(message.MessageId, messages = []);
        }

        messages.Add(message);
        Octets initiatorNonce = messages[0].BodyOf(IsakmpPayloadType.Nonce)!.Value;
        switch (messages.Count)
        {
            case 1:
                Assert.True(phase.Hashes.IsAuthentic(message));
                break;
            case 2:
                Assert.True(phase.Hashes.IsAuthentic(message, initiatorNonce));
                Assert.False(phase.Hashes.IsAuthentic(message));
                FinishQuickMode(phase, messages[0], message);
                break;
            default:
                Assert.Equal(3, messages.Count);
                Assert.True(phase.Hashes.IsConclusion(message, initiatorNonce, messages[1].BodyOf(IsakmpPayloadType.Nonce)!.Value));
                break;
        }
    }

    private void FinishQuickMode(ReplayedPhase1 phase, IsakmpMessage request, IsakmpMessage response)
    {
        SaProposal offer = request.Find<SaPayload>()!.Proposals[0];
        SaProposal answer = Assert.Single(response.Find<SaPayload>()!.Proposals);
        Phase2Suite suite = Phase2Suite.TryRead(answer.Protocol, Assert.Single(answer.Transforms), allowLegacy: true)!;
        bool hasSecret = response.Find(IsakmpPayloadType.KeyExchange) is not null;
        Assert.Equal(hasSecret, suite.Group is not null);
        var sa = new QuickModeSa(
            answer.Protocol, Spi(offer), Spi(answer),
            request.BodyOf(IsakmpPayloadType.Nonce)!.Value, response.BodyOf(IsakmpPayloadType.Nonce)!.Value);
        using SecretBytes? secret = hasSecret ? new SecretBytes(_log.Take("DH secret")) : null;
        PacketTransform transform = suite.ToChildSuite().Transform;
        using ChildSaKeys keys = phase.Schedule.Child(phase.Keys.SkeyidD, transform, sa, secret);
        Assert.Equal(_log.Take("encryption initiator key"), keys.InitiatorEncryption.Span);
        Assert.Equal(_log.Take("encryption responder key"), keys.ResponderEncryption.Span);
        Assert.Equal(_log.Take("integrity initiator key"), keys.InitiatorIntegrity.Span);
        Assert.Equal(_log.Take("integrity responder key"), keys.ResponderIntegrity.Span);
        ChildCount++;
    }

    private static uint Spi(SaProposal proposal) => BinaryPrimitives.ReadUInt32BigEndian(proposal.Spi.Span);
}
