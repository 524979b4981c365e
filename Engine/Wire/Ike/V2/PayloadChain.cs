namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>Payloads one behind the other: what follows the IKE header, or lies inside an encrypted payload.</summary>
public static class PayloadChain
{
    /// <summary>Reads a chain to its end.</summary>
    /// <param name="chain">All of its bytes; the payloads become slices of them.</param>
    /// <param name="first">The type of the first payload.</param>
    /// <param name="payloads">The payloads in order.</param>
    /// <param name="failure">What is wrong, and in which payload, when false is returned.</param>
    public static bool TryRead(Octets chain, PayloadType first, out ValueList<IkePayload> payloads, out IkeReadFailure failure)
    {
        payloads = [];
        var read = new List<IkePayload>();
        var reader = new PayloadReader(chain.Span, first);
        while (reader.TryNext(out PayloadSlice slice))
        {
            IkePayload? payload = PayloadCatalog.TryRead(slice, chain.Slice(slice.Offset, slice.Length), out IkeReadError error);
            if (payload is null)
            {
                failure = new IkeReadFailure(error, slice.Type);
                return false;
            }

            read.Add(payload);
        }

        failure = new IkeReadFailure(reader.Error);
        payloads = [.. read];
        return reader.Error == IkeReadError.None;
    }

    /// <summary>The type of the first payload: what the field in front of the chain says.</summary>
    public static PayloadType FirstOf(ValueList<IkePayload> payloads) => payloads.Count == 0 ? PayloadType.None : payloads[0].Type;

    /// <summary>Writes a chain.</summary>
    /// <exception cref="InvalidOperationException">A payload is longer than 65,535 bytes.</exception>
    public static void Write(ValueList<IkePayload> payloads, PayloadWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        for (int index = 0; index < payloads.Count; index++)
        {
            IkePayload payload = payloads[index];
            PayloadType next = index + 1 < payloads.Count ? payloads[index + 1].Type : payload.NextWhenLast;
            int start = writer.Begin((byte)next);
            payload.WriteBody(writer);
            writer.End(start);
        }
    }
}
