using System.Buffers.Binary;

namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>A protected message before it is encrypted: the header, the header of SK, and the payloads in the clear.</summary>
/// <remarks>
/// Both lengths are those without IV, padding and ICV. IKE_INTERMEDIATE authenticates just these bytes (RFC 9242 §3.3.2: A | P), also
/// of a message that travels in fragments, so they are what <see cref="IkeMessage.Received"/> keeps of an opened message.
/// </remarks>
public static class ProtectedForm
{
    /// <summary>Bytes in front of the payloads: IKE header and generic header.</summary>
    public const int PayloadsOffset = IkeHeader.HeaderLength + PayloadReader.GenericHeaderLength;

    /// <summary>Writes a message in this form.</summary>
    /// <exception cref="InvalidOperationException">A payload, or all together, are longer than 65,535 bytes.</exception>
    public static byte[] Write(IkeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var writer = new PayloadWriter();
        writer.Take(IkeHeader.HeaderLength);
        int start = writer.Begin((byte)PayloadChain.FirstOf(message.Payloads));
        PayloadChain.Write(message.Payloads, writer);
        writer.End(start);
        byte[] form = writer.ToArray();
        message.HeaderFor(PayloadType.Encrypted, form.Length).Write(form);
        return form;
    }

    /// <summary>Makes this form of what an encrypted payload, or all fragments of one, had inside.</summary>
    /// <param name="outer">The message that it came in; for fragments, any of them.</param>
    /// <param name="first">The type of the first payload inside.</param>
    /// <param name="payloads">The payloads: at most 65,535 bytes with both headers.</param>
    internal static byte[] Join(IkeMessage outer, PayloadType first, ReadOnlySpan<byte> payloads)
    {
        byte[] form = new byte[PayloadsOffset + payloads.Length];

        // The header's own bytes, not what we understood of them: its reserved bits are authenticated too.
        outer.Received.Span[..IkeHeader.HeaderLength].CopyTo(form);
        form[IkeHeader.NextPayloadOffset] = (byte)PayloadType.Encrypted;
        BinaryPrimitives.WriteInt32BigEndian(form.AsSpan(IkeHeader.LengthOffset), form.Length);
        form[IkeHeader.HeaderLength] = (byte)first;
        BinaryPrimitives.WriteUInt16BigEndian(
            form.AsSpan(IkeHeader.HeaderLength + sizeof(ushort)), (ushort)(form.Length - IkeHeader.HeaderLength));
        payloads.CopyTo(form.AsSpan(PayloadsOffset));
        return form;
    }

    /// <summary>Reads the message inside.</summary>
    /// <param name="outer">The message that it came in.</param>
    /// <param name="form">What <see cref="Join"/> made.</param>
    /// <param name="message">The message; not usable when false is returned.</param>
    /// <param name="failure">What is wrong, and in which payload.</param>
    internal static bool TryRead(IkeMessage outer, Octets form, out IkeMessage message, out IkeReadFailure failure)
    {
        message = null!;
        var first = (PayloadType)form.Span[IkeHeader.HeaderLength];
        if (!PayloadChain.TryRead(form.Slice(PayloadsOffset), first, out ValueList<IkePayload> payloads, out failure))
        {
            return false;
        }

        // RFC 7296 §3.14: nothing is encrypted twice.
        IkePayload? nested = payloads.FirstOrDefault(payload => payload is EncryptedPayload or EncryptedFragmentPayload);
        if (nested is not null)
        {
            failure = new IkeReadFailure(IkeReadError.EncryptedPayloadNested, nested.Type);
            return false;
        }

        message = outer with { Payloads = payloads, Received = form };
        return true;
    }
}
