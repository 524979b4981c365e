namespace Pipeline.Engine.Ports;

/// <summary>Repeatable chance for faults on purpose: the SplitMix64 generator. Never for keys.</summary>
internal sealed class SeededChance
{
    private ulong _state;

    public SeededChance(ulong seed)
    {
        _state = seed;
    }

    /// <summary>True with this probability.</summary>
    public bool Happens(double probability) =>

        // Always draws, so that one probability does not move the decisions of the others. 53 bits fill a double.
        (Draw() >> 11) * (1.0 / (1UL << 53)) < probability;

    /// <summary>A number from 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(Draw() % (ulong)bound);

    private ulong Draw()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
