namespace Pipeline.LoadTests.Rig.Ike;

/// <summary>How much to measure.</summary>
/// <param name="Handshakes">Of a round.</param>
/// <param name="Window">Under way at once.</param>
/// <param name="Rounds">Of which the median is taken, after one that does not count.</param>
internal readonly record struct HandshakePlan(int Handshakes, int Window, int Rounds);
