namespace Pipeline.Crypto.Transforms;

/// <summary>What jobs of both directions have, for code that divides a batch by length.</summary>
internal interface ITextJob
{
    /// <summary>Bytes of text.</summary>
    int TextLength { get; }
}
