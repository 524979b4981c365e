namespace Pipeline.Crypto;

/// <summary>A computation whose result is known from a document.</summary>
/// <param name="Algorithm">Its name in its catalogue, and the source of the vector.</param>
/// <param name="Expected">The result, in lower case hexadecimal.</param>
/// <param name="Compute">Computes it with the code that a gateway uses.</param>
internal sealed record KnownAnswer(string Algorithm, string Expected, Func<byte[]> Compute);
