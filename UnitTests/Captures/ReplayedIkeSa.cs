using Pipeline.Crypto.KeyDerivation;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.Messages;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.UnitTests.Captures;

/// <summary>One IKE SA of a recorded session, seen by somebody who has the keys of both ends.</summary>
internal sealed class ReplayedIkeSa(Prf prf, PacketTransform transform, IkeSaContext context)
{
    private MessageProtection? _initiator;
    private MessageProtection? _responder;

    internal IkeSaContext Context { get; } = context;

    internal KeyScheduleV2 Schedule { get; } = new(prf, transform);

    internal IkeSaKeys Keys { get; private set; } = null!;

    internal void Use(IkeSaKeys keys)
    {
        Keys = keys;
        _initiator = MessageProtection.Create(transform, keys, isInitiator: true);
        _responder = MessageProtection.Create(transform, keys, isInitiator: false);
    }

    internal OpenOutcome Open(IkeMessage outer, out IkeMessage message) =>
        (outer.IsFromInitiator ? _responder! : _initiator!).Open(outer, out message, out _);

    internal MessageCipher Cipher(bool isFromInitiator, ulong firstSequence) => new(
        transform,
        isFromInitiator ? transform.CreateKey(Keys.SkEi.Span, Keys.SkAi.Span) : transform.CreateKey(Keys.SkEr.Span, Keys.SkAr.Span),
        firstSequence);
}
