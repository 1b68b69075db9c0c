//! hyper, h2 and http-body-util.

use super::Row;

pub(super) const LISTS: &[&[Row]] = &[
    #[cfg(feature = "hyper")]
    hyper::ROWS,
    #[cfg(feature = "hyper")]
    hyper::LOSERS,
    #[cfg(feature = "h2")]
    h2::ROWS,
    #[cfg(feature = "h2")]
    h2::LOSERS,
    #[cfg(feature = "http-body-util")]
    body::FUTURES,
    #[cfg(feature = "http-body-util")]
    body::ROWS,
];

#[cfg(feature = "hyper")]
mod hyper {
    use hyper::client::conn::{http1, http2};
    use hyper::upgrade::OnUpgrade;

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "hyper 1.12" Inherent:
        "hyper::client::conn::http1::SendRequest" [B] http1::SendRequest<B>: ready => safe;
        "hyper::client::conn::http2::SendRequest" [B] http2::SendRequest<B>: ready => safe;
        "hyper::client::conn::http1::SendRequest" [B] http1::SendRequest<B>:
            send_request, try_send_request => loses(
                "`SendRequest::send_request` is not cancel-safe: if another branch wins, the \
                 response is lost, and the connection is closed",
                "hold the future outside and await `&mut response`; where that is meant, \
                 `abandon(..)`"
            );
        "hyper::client::conn::http2::SendRequest" [B] http2::SendRequest<B>:
            send_request, try_send_request => loses(
                "`SendRequest::send_request` is not cancel-safe: if another branch wins, the \
                 response is lost; the server may have had the request",
                "hold the future outside and await `&mut response`; where that is meant, \
                 `abandon(..)`"
            );
    }

    catalogue! { LOSERS "hyper 1.12" Foreign:
        "hyper::upgrade::OnUpgrade" [] OnUpgrade: await => loses(
            "an `OnUpgrade` that is awaited by value is not cancel-safe: if another branch \
             wins, the upgraded connection is lost",
            "keep it outside, and await `&mut on_upgrade`; where the connection is given up with it, \
             `abandon(..)`"
        );
    }
}

#[cfg(feature = "h2")]
mod h2 {
    use h2::client::{PushPromises, ReadySendRequest, ResponseFuture};
    use h2::{PingPong, RecvStream, server};

    use crate::catalogue::declare::catalogue;

    catalogue! { ROWS "h2 0.4" Inherent:
        "h2::RecvStream" [] RecvStream: data, trailers => safe;
        "h2::client::PushPromises" [] PushPromises: push_promise => safe;
        "h2::server::Connection" [T, B: bytes::Buf] server::Connection<T, B>: accept => safe;
        "h2::PingPong" [] PingPong: ping => loses(
            "`h2::PingPong::ping` is not cancel-safe: if another branch wins, the ping is out \
             all the same, and the next call is an error",
            "hold the future outside, and await `&mut ping`"
        );
    }

    catalogue! { LOSERS "h2 0.4" Foreign:
        "h2::client::ResponseFuture" [] ResponseFuture: await => loses(
            "an h2 `ResponseFuture` that is awaited by value is not cancel-safe: if another \
             branch wins, the response is lost, and the stream is reset",
            "keep it outside, and await `&mut response`; where the request is given up with it, \
             `abandon(..)`"
        );
        "h2::client::SendRequest::ready" [B: bytes::Buf] ReadySendRequest<B>: await => loses(
            "`h2::client::SendRequest::ready` is not cancel-safe: the `SendRequest`, which is \
             passed by value, is lost if another branch wins",
            "use `poll_fn(|cx| send_request.poll_ready(cx))`, or pass a clone"
        );
    }
}

#[cfg(feature = "http-body-util")]
mod body {
    use http_body::Body;
    use http_body_util::combinators::Frame;

    use crate::catalogue::declare::{cancel_safe, catalogue};

    cancel_safe! { FUTURES "http-body-util 0.1" Safe:
        "http_body_util::BodyExt::frame" [B: ?Sized] Frame<'_, B>;
    }

    catalogue! { ROWS "http-body-util 0.1" Foreign:
        "http_body_util::BodyExt" [B: Body] B: collect => loses(
            "`BodyExt::collect` is not cancel-safe: if another branch wins, what has been \
             received is lost, and the body with it",
            "use `frame` in a loop, with a buffer outside"
        );
    }
}
