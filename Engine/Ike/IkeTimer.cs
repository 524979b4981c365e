namespace Pipeline.Engine.Ike;

/// <summary>A timer of an IKE SA. Starting one that runs starts it anew.</summary>
/// <param name="Kind">What for.</param>
/// <param name="Number">A message ID for <see cref="IkeTimerKind.Retransmit"/>, an inbound SPI for those of a Child SA, else 0.</param>
public readonly record struct IkeTimer(IkeTimerKind Kind, uint Number = 0);
