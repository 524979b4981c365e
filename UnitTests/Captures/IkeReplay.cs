using System.Buffers.Binary;
using Pipeline.Crypto;
using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Authentication;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2.Identities;
using Pipeline.Engine.Wire.Ike.V2.Proposals;
using Pipeline.UnitTests.Crypto.Transforms;
using Xunit;

namespace Pipeline.UnitTests.Captures;

/// <summary>Walks a recorded session: reads and opens every message, derives every key from the recorded secrets, and compares.</summary>
internal sealed class IkeReplay(string session)
{
    private readonly RecordedKeys _log = new(Path.Combine(RecordedIke.Folder, session, "ike-keys.json"));
    private readonly Dictionary<ulong, ReplayedIkeSa> _sas = [];
    private readonly Dictionary<(ulong Spi, uint Id, bool IsFromInitiator), IkeMessage> _requests = [];
    private readonly List<Octets> _intermediates = [];
    private readonly List<byte[]> _intAuths = [];
    private IkeMessage? _initRequest;
    private IkeMessage? _initResponse;
    private IkeMessage? _idInitiator;
    private (IkeMessage Request, IkeMessage Response)? _followedUp;

    /// <summary>Messages in the clear, fragments put together, in order.</summary>
    internal List<IkeMessage> Messages { get; } = [];

    internal int FragmentCount { get; private set; }

    internal int SameBytesCount { get; private set; }

    internal RecordedKeys Log => _log;

    private Prf Prf { get; } = Find(session switch
    {
        "ikev2-eap-ctr-udp" => "prfaesxcbc",
        _ => "prfsha256",
    });

    private PacketTransform IkeSuite { get; } = TestSuites.Find(session switch
    {
        "ikev2-cert-cbc256-sha256-frag-udp" => "aes256-cbc+hmac-sha256-128",
        "ikev2-eap-ctr-udp" => "aes256-ctr+aes-xcbc-96",
        "ikev2-mlkem768-chacha-udp" => "chacha20-poly1305",
        "ikev2-ppk-ccm-udp" => "aes128-ccm",
        _ => "aes128-gcm",
    });

    private PacketTransform EspSuite { get; } = TestSuites.Find(session switch
    {
        "ikev2-cert-cbc256-sha256-frag-udp" => "aes256-cbc+hmac-sha256-128",
        "ikev2-eap-ctr-udp" => "aes128-ctr+hmac-sha512-256",
        "ikev2-mlkem768-chacha-udp" => "chacha20-poly1305",
        "ikev2-ppk-ccm-udp" => "aes128-ccm",
        _ => "aes128-gcm",
    });

    internal void Run()
    {
        foreach (RecordedDatagram datagram in RecordedIke.Read(session))
        {
            Assert.True(IkeMessage.TryRead(datagram.Bytes, out IkeMessage outer, out IkeReadFailure failure), failure.ToString());
            Assert.Equal(datagram.Bytes, outer.Write());
            if (outer.Exchange == ExchangeType.IkeSaInit)
            {
                Take(outer);
                continue;
            }

            ReplayedIkeSa sa = _sas[outer.InitiatorSpi];
            SealAgain(sa, outer);
            OpenOutcome outcome = sa.Open(outer, out IkeMessage message);
            FragmentCount += outer.Payloads[^1] is EncryptedFragmentPayload ? 1 : 0;
            if (outcome == OpenOutcome.FragmentKept)
            {
                continue;
            }

            Assert.Equal(OpenOutcome.Opened, outcome);
            Assert.Equal(message.Received.Span, ProtectedForm.Write(message));
            Take(message);
        }
    }

    /// <summary>Where the IV is a counter, sealing what was opened gives the recorded bytes; with CBC, as many.</summary>
    private void SealAgain(ReplayedIkeSa sa, IkeMessage outer)
    {
        byte[] bytes = outer.Received.Memory.ToArray();
        Octets body = outer.Payloads[^1] is EncryptedFragmentPayload fragment ? fragment.Body : ((EncryptedPayload)outer.Payloads[^1]).Body;
        int prefixLength = bytes.Length - body.Length;
        using MessageCipher cipher = sa.Cipher(outer.IsFromInitiator, BinaryPrimitives.ReadUInt64BigEndian(body.Span));
        Assert.Equal(OpenOutcome.Opened, cipher.Open(bytes, prefixLength, out byte[] text));

        byte[] again = cipher.Seal(bytes.AsSpan(0, prefixLength), text);

        Assert.Equal(bytes.Length, again.Length);
        if (IkeSuite.IvLength == sizeof(ulong))
        {
            Assert.Equal(bytes, again);
            SameBytesCount++;
        }
    }

    private void Take(IkeMessage message)
    {
        Messages.Add(message);
        var key = (message.InitiatorSpi, message.MessageId, message.IsResponse ? !message.IsFromInitiator : message.IsFromInitiator);
        if (!message.IsResponse)
        {
            _requests[key] = message;
            return;
        }

        IkeMessage request = _requests[key];
        switch (message.Exchange)
        {
            case ExchangeType.IkeSaInit:
                BeginIkeSa(request, message);
                break;
            case ExchangeType.IkeIntermediate:
                FinishIntermediate(request, message);
                break;
            case ExchangeType.IkeAuth:
                FinishAuthentication(request, message);
                break;
            case ExchangeType.CreateChildSa when IsIke(message) ? _log.NextIkeSaHasTwoSecrets : _log.NextChildHasTwoSecrets:
                _followedUp = (request, message);
                break;
            case ExchangeType.CreateChildSa:
                FinishCreation(request, message);
                break;
            case ExchangeType.IkeFollowupKe:
                FinishCreation(_followedUp!.Value.Request, _followedUp.Value.Response);
                break;
        }
    }

    private void BeginIkeSa(IkeMessage request, IkeMessage response)
    {
        (_initRequest, _initResponse) = (request, response);
        var context = new IkeSaContext(NonceOf(request), NonceOf(response), response.InitiatorSpi, response.ResponderSpi);
        var sa = new ReplayedIkeSa(Prf, IkeSuite, context);
        Dictionary<string, byte[]> recorded = _log.TakeIkeSa();
        sa.Use(sa.Schedule.Initial(RecordedKeys.Secrets(recorded)[0], context));
        _sas.Add(context.InitiatorSpi, sa);
        AssertSame(recorded, sa.Keys);
    }

    private void FinishIntermediate(IkeMessage request, IkeMessage response)
    {
        ReplayedIkeSa sa = _sas[request.InitiatorSpi];
        _intermediates.AddRange([request.Received, response.Received]);
        _intAuths.AddRange([Mac(sa.Keys.SkPi, request.Received), Mac(sa.Keys.SkPr, response.Received)]);
        Dictionary<string, byte[]> recorded = _log.TakeIkeSa();
        sa.Use(sa.Schedule.AfterIntermediate(sa.Keys, RecordedKeys.Secrets(recorded)[0], sa.Context));
        AssertSame(recorded, sa.Keys);
        Assert.Equal(_log.All("IntAuth_A|P"), _intermediates.Select(octets => octets.Memory.ToArray()));
        Assert.Equal(_log.All("IntAuth_N = prf(Sk_px, data)"), _intAuths);
    }

    private void FinishAuthentication(IkeMessage request, IkeMessage response)
    {
        _idInitiator = request.Find<IdPayload>(PayloadType.IdInitiator) is null ? _idInitiator : request;
        ReplayedIkeSa sa = _sas[request.InitiatorSpi];
        if (response.Find<IdPayload>(PayloadType.IdResponder) is { } idResponder)
        {
            if (_log.HasPpk)
            {
                sa.Use(sa.Schedule.WithPpk(sa.Keys, new SecretBytes(_log.All("PPK")[0])));
                AssertSame(_log.TakeIkeSa(), sa.Keys);
            }

            AssertSignedOctets(sa, idResponder, request.MessageId);
        }

        if (response.Find<SaPayload>() is not null)
        {
            AssertChild(sa, NonceOf(_initRequest!), NonceOf(_initResponse!));
        }
    }

    private void AssertSignedOctets(ReplayedIkeSa sa, IdPayload idResponder, uint messageId)
    {
        byte[][] recorded = _log.All("octets = message + nonce + prf(Sk_px, IDx') + IntAuth");
        byte[] intermediate = [.. _intAuths.SelectMany(part => part)];
        if (intermediate.Length > 0)
        {
            intermediate = [.. intermediate, 0, 0, 0, (byte)messageId];
        }

        IdPayload idInitiator = _idInitiator!.Find<IdPayload>(PayloadType.IdInitiator)!;
        Assert.Contains(
            SignedOctets.Write(Prf, sa.Keys.SkPi, _initRequest!.Received, NonceOf(_initResponse!), idInitiator.Body, intermediate), recorded);
        Assert.Contains(
            SignedOctets.Write(Prf, sa.Keys.SkPr, _initResponse!.Received, NonceOf(_initRequest!), idResponder.Body, intermediate), recorded);
    }

    private void FinishCreation(IkeMessage request, IkeMessage response)
    {
        ReplayedIkeSa old = _sas[request.InitiatorSpi];
        if (!IsIke(response))
        {
            AssertChild(old, NonceOf(request), NonceOf(response));
            return;
        }

        var context = new IkeSaContext(NonceOf(request), NonceOf(response), SpiOf(request), SpiOf(response));
        var sa = new ReplayedIkeSa(Prf, IkeSuite, context);
        Dictionary<string, byte[]> recorded = _log.TakeIkeSa();
        sa.Use(sa.Schedule.Rekey(Prf, old.Keys.SkD, RecordedKeys.Secrets(recorded), context));
        _sas.Add(context.InitiatorSpi, sa);
        AssertSame(recorded, sa.Keys);
    }

    private void AssertChild(ReplayedIkeSa sa, Octets initiatorNonce, Octets responderNonce)
    {
        Dictionary<string, byte[]> recorded = _log.TakeChild();
        ChildSaKeys keys = sa.Schedule.Child(sa.Keys.SkD, EspSuite, initiatorNonce, responderNonce, RecordedKeys.Secrets(recorded));
        Assert.Equal(recorded["encryption initiator key"], keys.InitiatorEncryption.Span);
        Assert.Equal(recorded["encryption responder key"], keys.ResponderEncryption.Span);
        Assert.Equal(recorded.GetValueOrDefault("integrity initiator key", []), keys.InitiatorIntegrity.Span);
        Assert.Equal(recorded.GetValueOrDefault("integrity responder key", []), keys.ResponderIntegrity.Span);
    }

    private byte[] Mac(SecretBytes key, Octets input)
    {
        var output = new byte[Prf.OutputLength];
        Prf.Compute(key.Span, input.Span, output);
        return output;
    }

    private static void AssertSame(Dictionary<string, byte[]> recorded, IkeSaKeys keys)
    {
        foreach ((string name, SecretBytes key) in new[]
        {
            ("d", keys.SkD), ("ai", keys.SkAi), ("ar", keys.SkAr), ("ei", keys.SkEi), ("er", keys.SkEr), ("pi", keys.SkPi), ("pr", keys.SkPr),
        })
        {
            Assert.True(!recorded.TryGetValue($"Sk_{name} secret", out byte[]? expected) || key.FixedTimeEquals(expected), $"SK_{name}");
        }

        Assert.Contains("Sk_d secret", recorded);
    }

    private static bool IsIke(IkeMessage message) => message.Find<SaPayload>()!.Proposals[0].Protocol == ProtocolId.Ike;

    private static ulong SpiOf(IkeMessage message) =>
        BinaryPrimitives.ReadUInt64BigEndian(message.Find<SaPayload>()!.Proposals[0].Spi.Span);

    private static Octets NonceOf(IkeMessage message) => message.Find<NoncePayload>()!.Nonce;

    private static Prf Find(string name) => PrfCatalog.TryFind(name, out Prf prf) ? prf : throw new ArgumentException(name);
}
