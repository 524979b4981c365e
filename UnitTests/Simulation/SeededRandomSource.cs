using Pipeline.Crypto;

namespace Pipeline.UnitTests.Simulation;

/// <summary>The same numbers for the same seed.</summary>
internal sealed class SeededRandomSource(int seed) : IRandomSource
{
    private readonly Random _random = new(seed);

    public void Fill(Span<byte> destination) => _random.NextBytes(destination);
}
