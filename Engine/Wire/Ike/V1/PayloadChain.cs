namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>Payloads one behind the other: what follows the header of a message that is not encrypted, or no longer.</summary>
public static class PayloadChain
{
    /// <summary>Reads a chain to its end.</summary>
    /// <param name="chain">All of its bytes; the payloads become slices of them.</param>
    /// <param name="first">The type of the first payload.</param>
    /// <param name="mayBePadded">
    /// True for what was decrypted: bytes behind the last payload are padding, of which the receiver cannot know more
    /// (RFC 2409 appendix B).
    /// </param>
    /// <param name="payloads">The payloads in order.</param>
    /// <param name="failure">What is wrong, and in which payload, when false is returned.</param>
    public static bool TryRead(
        Octets chain, IsakmpPayloadType first, bool mayBePadded, out ValueList<IsakmpPayload> payloads, out IsakmpReadFailure failure)
    {
        payloads = [];
        var read = new List<IsakmpPayload>();
        PayloadReader reader = ReaderOf(chain.Span, first);
        while (reader.TryNext(out PayloadSlice slice))
        {
            var type = (IsakmpPayloadType)slice.Type;
            IsakmpPayload? payload = PayloadCatalog.TryRead(type, chain.Slice(slice.Offset, slice.Length), out IkeReadError error);
            if (payload is null)
            {
                failure = new IsakmpReadFailure(error, type);
                return false;
            }

            read.Add(payload);
        }

        failure = new IsakmpReadFailure(
            mayBePadded && reader.Error == IkeReadError.TrailingOctets ? IkeReadError.None : reader.Error);
        payloads = [.. read];
        return failure.Error == IkeReadError.None;
    }

    /// <summary>The type of the first payload: what the field in front of the chain says.</summary>
    public static IsakmpPayloadType FirstOf(ValueList<IsakmpPayload> payloads) =>
        payloads.Count == 0 ? IsakmpPayloadType.None : payloads[0].Type;

    /// <summary>Writes a chain.</summary>
    /// <exception cref="InvalidOperationException">A payload is longer than 65,535 bytes.</exception>
    public static void Write(ValueList<IsakmpPayload> payloads, PayloadWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int index = 0; index < payloads.Count; index++)
        {
            int start = writer.Begin((byte)(index + 1 < payloads.Count ? payloads[index + 1].Type : IsakmpPayloadType.None));
            payloads[index].WriteBody(writer);
            writer.End(start);
        }
    }

    /// <summary>A walk over the generic headers.</summary>
    internal static PayloadReader ReaderOf(ReadOnlySpan<byte> chain, IsakmpPayloadType first) =>
        new(chain, (PayloadType)first, hasEncryptedPayloads: false);
}
