namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>One payload of an IKEv1 message. One that was read is well formed.</summary>
/// <param name="Type">Its type.</param>
public abstract record IsakmpPayload(IsakmpPayloadType Type)
{
    /// <summary>Writes what stands behind the generic header.</summary>
    internal abstract void WriteBody(PayloadWriter writer);
}
