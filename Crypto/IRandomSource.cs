namespace Pipeline.Crypto;

/// <summary>The only door to randomness, so that a test can replay a negotiation.</summary>
public interface IRandomSource
{
    /// <summary>Fills all of the span with bytes that nobody can predict.</summary>
    void Fill(Span<byte> destination);
}
