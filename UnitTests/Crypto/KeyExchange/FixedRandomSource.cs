using Pipeline.Crypto;

namespace Pipeline.UnitTests.Crypto.KeyExchange;

/// <summary>Gives out known bytes, so that an exchange has the private keys of a document.</summary>
internal sealed class FixedRandomSource(params byte[][] answers) : IRandomSource
{
    private int _next;

    public void Fill(Span<byte> destination) => answers[_next++].CopyTo(destination);
}
