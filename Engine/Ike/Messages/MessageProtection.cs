using System.Buffers.Binary;
using Pipeline.Crypto.Transforms;
using Pipeline.Engine.Ike.V2;
using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V2;

namespace Pipeline.Engine.Ike.Messages;

/// <summary>Seals and opens the messages of one IKE SA: whole (RFC 7296 §3.14) or in fragments (RFC 7383).</summary>
/// <remarks>
/// Not thread safe. A message that is sent again is sent with the same bytes, so it is sealed once. <see cref="Dispose"/> erases the keys.
/// </remarks>
public sealed class MessageProtection : IDisposable
{
    private readonly MessageCipher _outbound;
    private readonly MessageCipher _inbound;
    private readonly Fragments _fragments;

    private MessageProtection(MessageCipher outbound, MessageCipher inbound, FragmentLimits limits)
    {
        _outbound = outbound;
        _inbound = inbound;
        _fragments = new Fragments(limits);
    }

    /// <summary>The protection of an IKE SA.</summary>
    /// <param name="transform">The negotiated suite.</param>
    /// <param name="keys">Its keys; copied, the caller may erase them.</param>
    /// <param name="isInitiator">True when we are the original initiator.</param>
    /// <param name="limits">Of reassembly; null for the default.</param>
    public static MessageProtection Create(PacketTransform transform, IkeSaKeys keys, bool isInitiator, FragmentLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(keys);
        var initiator = new MessageCipher(transform, transform.CreateKey(keys.SkEi.Span, keys.SkAi.Span));
        var responder = new MessageCipher(transform, transform.CreateKey(keys.SkEr.Span, keys.SkAr.Span));
        return new MessageProtection(
            isInitiator ? initiator : responder, isInitiator ? responder : initiator, limits ?? FragmentLimits.Default);
    }

    /// <summary>Bytes of fragments that wait for others.</summary>
    public int HeldLength => _fragments.HeldLength;

    /// <summary>Encrypts and authenticates a message: its payloads go into one SK payload.</summary>
    /// <returns>The message on the wire, without non-ESP marker.</returns>
    /// <exception cref="InvalidOperationException">It is longer than 65,535 bytes.</exception>
    public byte[] Seal(IkeMessage message)
    {
        byte[] form = ProtectedForm.Write(message);
        return _outbound.Seal(form.AsSpan(0, ProtectedForm.PayloadsOffset), form.AsSpan(ProtectedForm.PayloadsOffset));
    }

    /// <summary>As <see cref="Seal"/>, cut into fragments when it is longer than a limit (RFC 7383 §2.5).</summary>
    /// <param name="message">The message; not IKE_SA_INIT, and only when both peers said that they know fragments.</param>
    /// <param name="maximumLength">Bytes of IKE message that a datagram may carry, without non-ESP marker and outer headers.</param>
    /// <returns>The messages on the wire: one, or all fragments in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Not even one byte fits into a fragment.</exception>
    public IReadOnlyList<byte[]> SealInFragments(IkeMessage message, int maximumLength)
    {
        const int PrefixLength = ProtectedForm.PayloadsOffset + EncryptedFragmentPayload.NumbersLength;

        byte[] form = ProtectedForm.Write(message);
        int length = form.Length - ProtectedForm.PayloadsOffset;
        if (_outbound.SealedLength(ProtectedForm.PayloadsOffset, length) <= maximumLength)
        {
            return [_outbound.Seal(form.AsSpan(0, ProtectedForm.PayloadsOffset), form.AsSpan(ProtectedForm.PayloadsOffset))];
        }

        int room = _outbound.TextRoom(PrefixLength, maximumLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(room, nameof(maximumLength));
        int total = (length + room - 1) / room;
        var fragments = new byte[total][];
        Span<byte> prefix = stackalloc byte[PrefixLength];
        for (int index = 0; index < total; index++)
        {
            WritePrefix(prefix, form, index + 1, total);
            int offset = index * room;
            fragments[index] = _outbound.Seal(
                prefix, form.AsSpan(ProtectedForm.PayloadsOffset + offset, Math.Min(room, length - offset)));
        }

        return fragments;
    }

    /// <summary>Verifies and decrypts a message, or one fragment of it.</summary>
    /// <param name="outer">The message as <see cref="IkeMessage.TryRead"/> gave it.</param>
    /// <param name="message">The message inside; not usable unless the result is <see cref="OpenOutcome.Opened"/>.</param>
    /// <param name="failure">What is wrong when the result is <see cref="OpenOutcome.Malformed"/>.</param>
    public OpenOutcome Open(IkeMessage outer, out IkeMessage message, out IkeReadFailure failure)
    {
        ArgumentNullException.ThrowIfNull(outer);
        message = null!;
        failure = default;
        return (outer.Payloads.Count == 0 ? null : outer.Payloads[^1]) switch
        {
            EncryptedPayload encrypted => OpenWhole(outer, encrypted, ref message, ref failure),
            EncryptedFragmentPayload fragment => OpenFragment(outer, fragment, ref message, ref failure),
            _ => OpenOutcome.NotProtected,
        };
    }

    /// <summary>True for a message, or a fragment, that the peer has sealed; nothing of it is kept.</summary>
    /// <param name="outer">The message as <see cref="IkeMessage.TryRead"/> gave it.</param>
    public bool IsAuthentic(IkeMessage outer)
    {
        ArgumentNullException.ThrowIfNull(outer);
        Octets? body = outer.Payloads switch
        {
            [.., EncryptedPayload encrypted] => encrypted.Body,
            [.., EncryptedFragmentPayload fragment] => fragment.Body,
            _ => default(Octets?),
        };
        IkeReadFailure failure = default;
        return body is { } sealedBody && OpenBody(outer, sealedBody, out byte[] _, ref failure) is OpenOutcome.Opened or OpenOutcome.Malformed;
    }

    /// <summary>Erases the keys.</summary>
    public void Dispose()
    {
        _outbound.Dispose();
        _inbound.Dispose();
    }

    private OpenOutcome OpenWhole(IkeMessage outer, EncryptedPayload encrypted, ref IkeMessage message, ref IkeReadFailure failure)
    {
        OpenOutcome outcome = OpenBody(outer, encrypted.Body, out byte[] text, ref failure);
        return outcome == OpenOutcome.Opened
            ? Read(outer, ProtectedForm.Join(outer, encrypted.FirstInside, text), ref message, ref failure)
            : outcome;
    }

    private OpenOutcome OpenFragment(
        IkeMessage outer, EncryptedFragmentPayload fragment, ref IkeMessage message, ref IkeReadFailure failure)
    {
        if (!_fragments.Wants(outer, fragment))
        {
            return OpenOutcome.FragmentIgnored;
        }

        OpenOutcome outcome = OpenBody(outer, fragment.Body, out byte[] text, ref failure);
        if (outcome != OpenOutcome.Opened)
        {
            return outcome;
        }

        byte[]? form = _fragments.Add(outer, fragment, text);
        return form is null ? OpenOutcome.FragmentKept : Read(outer, form, ref message, ref failure);
    }

    private OpenOutcome OpenBody(IkeMessage outer, Octets body, out byte[] text, ref IkeReadFailure failure)
    {
        // The body is the end of the message, so everything else stands in front of the IV.
        OpenOutcome outcome = _inbound.Open(outer.Received.Span, outer.Received.Length - body.Length, out text);
        if (outcome == OpenOutcome.Malformed)
        {
            failure = new IkeReadFailure(IkeReadError.BadPadding, outer.Payloads[^1].Type);
        }

        return outcome;
    }

    private static OpenOutcome Read(IkeMessage outer, Octets form, ref IkeMessage message, ref IkeReadFailure failure) =>
        ProtectedForm.TryRead(outer, form, out message, out failure) ? OpenOutcome.Opened : OpenOutcome.Malformed;

    /// <summary>Header, generic header and numbers of a fragment; only the first says which payload is the first (RFC 7383 §2.5.2).</summary>
    private static void WritePrefix(Span<byte> prefix, ReadOnlySpan<byte> form, int number, int total)
    {
        form[..ProtectedForm.PayloadsOffset].CopyTo(prefix);
        prefix[IkeHeader.NextPayloadOffset] = (byte)PayloadType.EncryptedFragment;
        if (number > 1)
        {
            prefix[IkeHeader.HeaderLength] = (byte)PayloadType.None;
        }

        BinaryPrimitives.WriteUInt16BigEndian(prefix[ProtectedForm.PayloadsOffset..], (ushort)number);
        BinaryPrimitives.WriteUInt16BigEndian(prefix[(ProtectedForm.PayloadsOffset + sizeof(ushort))..], (ushort)total);
    }
}
