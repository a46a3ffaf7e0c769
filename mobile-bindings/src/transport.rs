//! The app's network in the core's shape.

use std::sync::{Arc, Mutex, PoisonError};

use ruhu_core::sync::{self, HttpRequest, HttpResponse, TransportError};

use crate::{CallbackFailure, HttpCall, HttpHeader, RuhuError, Transport, TransportFailure};

pub(crate) struct AppTransport {
    app: Arc<dyn Transport>,
    /// What the app threw last, if it was no failure of the network.
    thrown: Mutex<Option<CallbackFailure>>,
}

impl AppTransport {
    pub(crate) fn new(app: &Arc<dyn Transport>) -> Self {
        Self { app: Arc::clone(app), thrown: Mutex::new(None) }
    }

    /// An error that came of the app's fault names the app's code.
    pub(crate) fn blame<T>(&self, answer: Result<T, RuhuError>) -> Result<T, RuhuError> {
        let thrown = self.thrown.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (answer, thrown) {
            (Err(_), Some(failure)) => Err(RuhuError::callback("Transport.send", &failure)),
            (answer, _) => answer,
        }
    }
}

impl sync::Transport for AppTransport {
    fn send(&self, request: &HttpRequest<'_>, max_answer: usize) -> Result<HttpResponse, TransportError> {
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| HttpHeader { name: (*name).to_owned(), value: value.clone() })
            .collect();
        let call = HttpCall {
            method: request.method.name().to_owned(),
            url: request.url.clone(),
            headers,
            body: request.body.to_vec(),
            max_answer_bytes: u64::try_from(max_answer).unwrap_or(u64::MAX),
        };
        let answer = self.app.send(call).map_err(|failure| self.failed(failure))?;
        if answer.body.len() > max_answer {
            return Err(TransportError::AnswerTooLarge);
        }
        let headers = answer.headers.into_iter().map(|header| (header.name, header.value)).collect();
        Ok(HttpResponse { status: answer.status, headers, body: answer.body })
    }
}

impl AppTransport {
    fn failed(&self, failure: TransportFailure) -> TransportError {
        match failure {
            TransportFailure::Unreachable => TransportError::Unreachable,
            TransportFailure::Cut => TransportError::Cut,
            TransportFailure::Timeout => TransportError::Timeout,
            TransportFailure::Tls => TransportError::Tls,
            TransportFailure::AnswerTooLarge => TransportError::AnswerTooLarge,
            TransportFailure::Failed { thrown } => {
                let failure = CallbackFailure::Failed { thrown };
                *self.thrown.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
                TransportError::Cut
            }
        }
    }
}
