namespace UniBind.Grid;

/// <summary>What kind of refusal a <see cref="GridException"/> is: what a caller that is a program may do about it.</summary>
[GenerateSerializer, Alias("unibind.GridErrorKind")]
public enum GridErrorKind
{
    /// <summary>The request is wrong, or cannot be fulfilled as it is.</summary>
    Refused,

    /// <summary>What the request names does not exist: a job, a space, a pack, a modality of a pack.</summary>
    NotFound,

    /// <summary>What the request does is not possible in the state that the thing is in, such as resuming a job that is done.</summary>
    Conflict,

    /// <summary>The content is larger than what is taken.</summary>
    TooLarge,

    /// <summary>More work waits than is taken; <see cref="GridException.RetryAfter"/> says when there should be room.</summary>
    Overloaded,

    /// <summary>No silo can do it now.</summary>
    Unavailable,

    /// <summary>The time that the caller gave is over.</summary>
    DeadlineExceeded,
}
