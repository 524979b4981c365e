namespace Pipeline.Engine.Ike.Observation;

/// <summary>A pair of Child SAs as a bystander with keys saw it made.</summary>
/// <param name="At">When it was agreed on.</param>
/// <param name="Protocol">ESP or AH.</param>
/// <param name="InitiatorSpi">What the initiator of the IKE SA receives on.</param>
/// <param name="ResponderSpi">What its responder receives on.</param>
/// <param name="Suite">The algorithms that were chosen.</param>
/// <param name="Traffic">Its traffic, the initiator's side first.</param>
public sealed record ObservedChild(DateTime At, string Protocol, uint InitiatorSpi, uint ResponderSpi, string Suite, string Traffic);
