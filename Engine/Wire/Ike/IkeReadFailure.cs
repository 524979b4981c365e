namespace Pipeline.Engine.Wire.Ike;

/// <summary>What is wrong with a message, and where.</summary>
/// <param name="Error">What is wrong.</param>
/// <param name="Payload">The payload it is wrong in; <see cref="PayloadType.None"/> for the message as a whole.</param>
public readonly record struct IkeReadFailure(IkeReadError Error, PayloadType Payload = PayloadType.None)
{
    /// <inheritdoc/>
    public override string ToString() => Payload == PayloadType.None ? $"{Error}" : $"{Error} in payload {Payload}";
}
