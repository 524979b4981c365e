namespace Pipeline.Engine.Wire.Ike.V1;

/// <summary>What is wrong with a message, and where.</summary>
/// <param name="Error">What is wrong.</param>
/// <param name="Payload">The payload it is wrong in; <see cref="IsakmpPayloadType.None"/> for the message as a whole.</param>
public readonly record struct IsakmpReadFailure(IkeReadError Error, IsakmpPayloadType Payload = IsakmpPayloadType.None)
{
    /// <inheritdoc/>
    public override string ToString() => Payload == IsakmpPayloadType.None ? $"{Error}" : $"{Error} in payload {Payload}";
}
