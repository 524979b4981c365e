namespace Pipeline.LoadTests.Scenarios;

/// <summary>What came of one step.</summary>
/// <param name="IsOk">True when everything arrived, or was dropped, as it should.</param>
/// <param name="Bytes">Bytes of inner packets that it moved.</param>
internal readonly record struct StepResult(bool IsOk, int Bytes);
