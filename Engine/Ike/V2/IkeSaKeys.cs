using Pipeline.Crypto;

namespace Pipeline.Engine.Ike.V2;

/// <summary>The seven keys of an IKE SA (RFC 7296 §2.14), by their names there. <see cref="Dispose"/> erases them.</summary>
public sealed class IkeSaKeys : IDisposable
{
    /// <summary>SK_d: derives the keys of Child SAs, and of the IKE SA that replaces this one.</summary>
    public required SecretBytes SkD { get; init; }

    /// <summary>SK_ai: integrity, messages of the initiator; empty with a combined algorithm.</summary>
    public required SecretBytes SkAi { get; init; }

    /// <summary>SK_ar: integrity, messages of the responder; empty with a combined algorithm.</summary>
    public required SecretBytes SkAr { get; init; }

    /// <summary>SK_ei: encryption, messages of the initiator; salt at the end.</summary>
    public required SecretBytes SkEi { get; init; }

    /// <summary>SK_er: encryption, messages of the responder; salt at the end.</summary>
    public required SecretBytes SkEr { get; init; }

    /// <summary>SK_pi: AUTH of the initiator.</summary>
    public required SecretBytes SkPi { get; init; }

    /// <summary>SK_pr: AUTH of the responder.</summary>
    public required SecretBytes SkPr { get; init; }

    /// <summary>The same keys once more, for another owner.</summary>
    public IkeSaKeys Copy() => new()
    {
        SkD = new SecretBytes(SkD.Span),
        SkAi = new SecretBytes(SkAi.Span),
        SkAr = new SecretBytes(SkAr.Span),
        SkEi = new SecretBytes(SkEi.Span),
        SkEr = new SecretBytes(SkEr.Span),
        SkPi = new SecretBytes(SkPi.Span),
        SkPr = new SecretBytes(SkPr.Span),
    };

    /// <summary>Erases all of them; again is harmless.</summary>
    public void Dispose()
    {
        foreach (SecretBytes key in (ReadOnlySpan<SecretBytes>)[SkD, SkAi, SkAr, SkEi, SkEr, SkPi, SkPr])
        {
            key.Dispose();
        }
    }
}
