namespace Pipeline.Engine.Wire.Ike.V2;

/// <summary>One payload of an IKEv2 message. One that was read is well formed.</summary>
/// <param name="Type">Its type.</param>
public abstract record IkePayload(PayloadType Type)
{
    /// <summary>What the next payload field says when no payload follows: the first one inside, for SK and SKF.</summary>
    internal virtual PayloadType NextWhenLast => PayloadType.None;

    /// <summary>Writes what stands behind the generic header.</summary>
    internal abstract void WriteBody(PayloadWriter writer);
}
