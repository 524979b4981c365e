namespace Pipeline.Crypto.Transforms.Vectors;

/// <summary>A computation whose result is known from a document.</summary>
/// <param name="Algorithm">Its name in the <see cref="TransformCatalog"/>, and the source of the vector.</param>
/// <param name="Expected">The result, in lower case hexadecimal.</param>
/// <param name="Compute">Computes it with the code that packets use.</param>
internal sealed record KnownAnswer(string Algorithm, string Expected, Func<byte[]> Compute);
