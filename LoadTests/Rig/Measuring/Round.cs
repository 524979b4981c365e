namespace Pipeline.LoadTests.Rig.Measuring;

/// <summary>One round of one work: several turns, added up.</summary>
/// <param name="Packets">Packets worked on.</param>
/// <param name="Nanoseconds">Time of all of them.</param>
/// <param name="AllocatedBytes">Bytes allocated by the measuring thread.</param>
/// <param name="Cycles">Processor cycles; null where they cannot be read.</param>
/// <param name="HadCollection">True when a garbage collection happened meanwhile.</param>
internal readonly record struct Round(long Packets, double Nanoseconds, long AllocatedBytes, long? Cycles, bool HadCollection);
