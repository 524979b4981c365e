using Pipeline.Engine.Wire.Ike;
using Pipeline.Engine.Wire.Ike.V1.Proposals;

namespace Pipeline.Engine.Ike.V1.Proposals;

/// <summary>How long an SA may live, as a transform or RESPONDER-LIFETIME says it (RFC 2409 appendix A, RFC 2407 §4.5).</summary>
/// <param name="Seconds">Seconds; null for nothing said.</param>
/// <param name="Kilobytes">Kilobytes of 1024 bytes; null for nothing said.</param>
public readonly record struct NegotiatedLifetime(uint? Seconds, uint? Kilobytes)
{
    /// <summary>The lifetime in the attributes of a phase 1 transform.</summary>
    public static NegotiatedLifetime OfPhase1(ValueList<SaAttributeValue> attributes) =>
        Read(attributes, (int)OakleyAttributeType.LifeType, (int)OakleyAttributeType.LifeDuration);

    /// <summary>The lifetime in the attributes of a phase 2 transform, or in the body of a RESPONDER-LIFETIME of phase 2.</summary>
    public static NegotiatedLifetime OfPhase2(ValueList<SaAttributeValue> attributes) =>
        Read(attributes, (int)IpsecAttributeType.LifeType, (int)IpsecAttributeType.LifeDuration);

    /// <summary>Its attributes in phase 1.</summary>
    public IEnumerable<SaAttributeValue> Phase1Attributes =>
        Write((int)OakleyAttributeType.LifeType, (int)OakleyAttributeType.LifeDuration);

    /// <summary>Its attributes in phase 2.</summary>
    public IEnumerable<SaAttributeValue> Phase2Attributes =>
        Write((int)IpsecAttributeType.LifeType, (int)IpsecAttributeType.LifeDuration);

    /// <summary>A duration counts what the type before it says; what is too long for us is as good as nothing said.</summary>
    private static NegotiatedLifetime Read(ValueList<SaAttributeValue> attributes, int typeNumber, int durationNumber)
    {
        var lifetime = new NegotiatedLifetime(null, null);
        ulong? type = (ulong)LifeType.Seconds;
        foreach (SaAttributeValue attribute in attributes)
        {
            if (attribute.Type == typeNumber)
            {
                type = attribute.Number;
            }
            else if (attribute.Type == durationNumber && attribute.Number is { } duration and > 0 and <= uint.MaxValue)
            {
                lifetime = type switch
                {
                    (ulong)LifeType.Seconds => lifetime with { Seconds = (uint)duration },
                    (ulong)LifeType.Kilobytes => lifetime with { Kilobytes = (uint)duration },
                    _ => lifetime,
                };
            }
        }

        return lifetime;
    }

    private IEnumerable<SaAttributeValue> Write(int typeNumber, int durationNumber)
    {
        if (Seconds is { } seconds)
        {
            yield return SaAttributeValue.Of(typeNumber, (uint)LifeType.Seconds);
            yield return SaAttributeValue.Of(durationNumber, seconds);
        }

        if (Kilobytes is { } kilobytes)
        {
            yield return SaAttributeValue.Of(typeNumber, (uint)LifeType.Kilobytes);
            yield return SaAttributeValue.Of(durationNumber, kilobytes);
        }
    }
}
