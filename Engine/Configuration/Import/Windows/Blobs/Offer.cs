namespace Pipeline.Engine.Configuration.Import.Windows.Blobs;

/// <summary>One offer of a negotiation policy: up to three algorithms that are used together.</summary>
/// <param name="Ah">AH's integrity algorithm in our words; null without AH.</param>
/// <param name="Esp">ESP's proposal in our words; null without ESP.</param>
/// <param name="Seconds">Lifetime of the keys; 0: the default.</param>
/// <param name="Kilobytes">Kilobytes that the keys may protect; 0: no limit.</param>
/// <param name="IsClear">True for an offer of nothing: fall back to clear.</param>
internal sealed record Offer(string? Ah, string? Esp, uint Seconds, uint Kilobytes, bool IsClear);
